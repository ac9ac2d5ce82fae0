using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Baton.Hedging;

/// <summary>Whether a job that takes too long is given to a second worker, whose result counts if it is first.</summary>
internal sealed class HedgingOptions
{
    public const string Section = "Hedging";

    /// <summary>Whether it is done at all, and then only for step types that are safe to run twice. Default: false.</summary>
    public bool Enabled { get; set; }

    /// <summary>For these step types only; none: for every one that is safe to run twice. Default: none.</summary>
    public List<string> StepTypes { get; set; } = [];

    /// <summary>How many second executions there may be for a hundred jobs. Default: 5.</summary>
    [Range(0.0, 100.0)]
    public double BudgetPercent { get; set; } = 5;

    /// <summary>How long a job is left to its first worker at least, however quick the like are. Default: 100 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan DelayMin { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How many like jobs a provider must have done before it is known how long they usually take. Default: 20.</summary>
    [Range(1, 256)]
    public int SamplesMin { get; set; } = 20;
}

[OptionsValidator]
internal sealed partial class HedgingOptionsRanges : IValidateOptions<HedgingOptions>;
