using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Baton.Workflows;

/// <summary>How promptly overdue workflows are looked at.</summary>
internal sealed class WakeUpOptions
{
    public const string Section = "WakeUps";

    /// <summary>How often the store is asked for overdue workflows; leases, deadlines and pauses end this much late at most. Default: half a second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>How many workflows are woken at the same time. Default: 64.</summary>
    [Range(1, 1024)]
    public int ConcurrencyMax { get; set; } = 64;
}

[OptionsValidator]
internal sealed partial class WakeUpOptionsValidator : IValidateOptions<WakeUpOptions>;
