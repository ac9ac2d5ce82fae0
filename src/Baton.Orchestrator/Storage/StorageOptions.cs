using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Baton.Storage;

/// <summary>Where this server keeps what it must not lose.</summary>
internal sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>
    /// The directory with the database, the blobs and the first token. It is made when it does not exist. One server at a time can use it; it must be on a
    /// local file system, since the write-ahead log needs shared memory. Default: <c>./data</c>.
    /// </summary>
    [Required]
    public string Directory { get; set; } = "./data";

    /// <summary>How long a write waits for another process, such as <c>baton tokens</c>, that is writing to the same database. Default: 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);
}

[OptionsValidator]
internal sealed partial class StorageOptionsValidator : IValidateOptions<StorageOptions>;
