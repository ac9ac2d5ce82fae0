using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Baton.Live;

/// <summary>How live streams are kept.</summary>
internal sealed class LiveOptions
{
    public const string Section = "Live";

    /// <summary>How often a stream is written to at least, so that nothing on the way takes it for dead. Default: 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.600", "00:05:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a stream lasts; then it ends and its reader comes back with a token that still holds. Default: 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan DurationMax { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a reader pauses before it comes back, as it is told at the beginning of a stream. Default: 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan Retry { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many changed workflows are kept for a reader that is slow; when there are more, its stream ends and it begins anew from the store. Default: 10,000.</summary>
    [Range(1, 1_000_000)]
    public int PendingMax { get; set; } = 10_000;
}

[OptionsValidator]
internal sealed partial class LiveOptionsValidator : IValidateOptions<LiveOptions>;
