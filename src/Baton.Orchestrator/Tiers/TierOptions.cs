using System.ComponentModel.DataAnnotations;
using Baton.Contracts.Workflows;
using Microsoft.Extensions.Options;

namespace Baton.Tiers;

/// <summary>Which tier an account has, and what each tier allows. An account that is not named has the tier <c>standard</c>, which is there without any configuration.</summary>
internal sealed class TierOptions
{
    public const string Section = "Tiers";

    public const string Standard = "standard";

    /// <summary>Account → tier. Default: none, so that every account is standard.</summary>
    public Dictionary<string, string> Accounts { get; } = new(StringComparer.Ordinal);

    /// <summary>Tier → what it allows. What a tier leaves out is as in the embedded standard tier.</summary>
    public Dictionary<string, Tier> Definitions { get; } = new(StringComparer.Ordinal) { [Standard] = new Tier() };
}

/// <summary>What an account of a tier may do. The defaults bound a runaway caller and are out of the way of everybody else.</summary>
internal sealed class Tier
{
    /// <summary>The step types it may use; empty: all. Default: all.</summary>
    public List<string> Recipes { get; } = [];

    public bool Includes(string stepType) => Recipes.Count == 0 || Recipes.Contains(stepType, StringComparer.Ordinal);

    /// <summary>Whether workflows may allow mature content. Default: true.</summary>
    public bool MatureContent { get; set; } = true;

    /// <summary>Requests a second, on the long run. Default: 20,000.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecond { get; set; } = 20_000;

    /// <summary>Requests at once after a quiet time. Default: 40,000.</summary>
    [Range(1, 10_000_000)]
    public int Burst { get; set; } = 40_000;

    /// <summary>Workflows that have not ended. Default: 1,000,000.</summary>
    [Range(1, int.MaxValue)]
    public int ConcurrentWorkflows { get; set; } = 1_000_000;

    /// <summary>Jobs that wait for a worker; with as many no further workflow is taken. Default: 1,000,000.</summary>
    [Range(1, int.MaxValue)]
    public int QueuedJobs { get; set; } = 1_000_000;

    /// <summary>Live streams that are open at a time. Default: 1,000.</summary>
    [Range(1, 1_000_000)]
    public int LiveStreams { get; set; } = 1_000;

    /// <summary>Bytes of one JSON body. Default: 32 MiB, which is the most.</summary>
    [Range(1024, 32 * 1024 * 1024)]
    public int BodyBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>The highest priority; what asks for more gets this, with a warning. Default: high.</summary>
    public Priority Priority { get; set; } = Priority.High;
}

[OptionsValidator]
internal sealed partial class TierValidator : IValidateOptions<Tier>;
