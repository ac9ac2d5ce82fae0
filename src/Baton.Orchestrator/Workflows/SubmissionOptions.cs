using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Baton.Workflows;

/// <summary>What callers may submit.</summary>
internal sealed class SubmissionOptions
{
    public const string Section = "Submissions";

    /// <summary>Steps of one workflow. Default: 100.</summary>
    [Range(1, 10_000)]
    public int StepsMax { get; set; } = new SubmissionLimits().StepsMax;

    /// <summary>The timeout of a step that names none. Default: 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan StepTimeoutDefault { get; set; } = new SubmissionLimits().StepTimeoutDefault;

    /// <summary>A member that nothing declares is a 400 instead of a warning. Default: false.</summary>
    public bool UnknownMembersRefused { get; set; }

    /// <param name="whyCallbackRefused">Why a callback's URL cannot be called; null when it can.</param>
    public SubmissionLimits ToLimits(Func<string, string?> whyCallbackRefused) => new()
    {
        StepsMax = StepsMax,
        StepTimeoutDefault = StepTimeoutDefault,
        UnknownMembersRefused = UnknownMembersRefused,
        WhyCallbackRefused = whyCallbackRefused,
    };
}

[OptionsValidator]
internal sealed partial class SubmissionOptionsValidator : IValidateOptions<SubmissionOptions>;
