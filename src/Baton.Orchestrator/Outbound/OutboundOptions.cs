using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Baton.Outbound;

/// <summary>What the server may call when a caller gives it a URL.</summary>
internal sealed class OutboundOptions
{
    public const string Section = "Outbound";

    /// <summary>
    /// Opens http and this machine's own loopback addresses to URLs of callers. Only for development: with it, whoever may submit can reach every service
    /// that listens on this machine. Default: false.
    /// </summary>
    public bool AllowLoopback { get; set; }

    /// <summary>How long resolving a name and connecting may take. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a media source may take to arrive, all redirects included, and a result to be put to a destination. Default: 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan FetchTimeout { get; set; } = TimeSpan.FromMinutes(5);
}

[OptionsValidator]
internal sealed partial class OutboundOptionsValidator : IValidateOptions<OutboundOptions>;
