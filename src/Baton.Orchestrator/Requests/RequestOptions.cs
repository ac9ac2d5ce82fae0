using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Baton.Requests;

/// <summary>How long requests may last.</summary>
internal sealed class RequestOptions
{
    public const string Section = "Requests";

    /// <summary>How long a request waits for a workflow at most, whatever it asks for; less than the gateway before this server allows. Default: 95 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:35")]
    public TimeSpan WaitMax { get; set; } = TimeSpan.FromSeconds(95);
}

[OptionsValidator]
internal sealed partial class RequestOptionsValidator : IValidateOptions<RequestOptions>;
