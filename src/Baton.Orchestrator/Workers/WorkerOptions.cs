using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Baton.Workers;

/// <summary>How workers that speak HTTP hold their claims.</summary>
internal sealed class WorkerOptions
{
    public const string Section = "Workers";

    /// <summary>How long a claim lasts without a heartbeat: so soon is a dead worker noticed. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long jobs still wait for a provider after its last worker was seen; then it counts as gone. Default: 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan AwayMax { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many workers may be registered. Default: 10,000.</summary>
    [Range(1, 1_000_000)]
    public int WorkersMax { get; set; } = 10_000;
}

[OptionsValidator]
internal sealed partial class WorkerOptionsValidator : IValidateOptions<WorkerOptions>;
