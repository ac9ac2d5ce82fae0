using Baton.Schemas;

namespace Baton.Workflows;

/// <summary>How much a caller may ask for (invariant Bounded).</summary>
public sealed record SubmissionLimits
{
    /// <summary>Steps of one workflow. Default: 100.</summary>
    public int StepsMax { get; init; } = 100;

    /// <summary>How deep JSON may be nested. Default: 64.</summary>
    public int DepthMax { get; init; } = 64;

    /// <summary>Characters of one text that has no limit of its own. Default: 1,000,000.</summary>
    public int TextLengthMax { get; init; } = 1_000_000;

    /// <summary>Bytes of JSON of one metadata object. Default: 64 KiB.</summary>
    public int MetadataBytesMax { get; init; } = 64 * 1024;

    /// <summary>Bytes of JSON of the arguments. Default: 1 MiB.</summary>
    public int ArgumentsBytesMax { get; init; } = 1024 * 1024;

    /// <summary>Callbacks of one workflow. Default: 10.</summary>
    public int CallbacksMax { get; init; } = 10;

    /// <summary>Retries of one step. Default: 10.</summary>
    public int RetriesMax { get; init; } = 10;

    /// <summary>The shortest timeout of a step. Default: 1 second.</summary>
    public TimeSpan StepTimeoutMin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest timeout of a step. Default: 7 days.</summary>
    public TimeSpan StepTimeoutMax { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The timeout of a step that names none. Default: 1 hour.</summary>
    public TimeSpan StepTimeoutDefault { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Faults that one answer names; the rest is counted. Default: 100.</summary>
    public int FaultsMax { get; init; } = 100;

    /// <summary>A member that nothing declares is a fault instead of a warning. Default: false.</summary>
    public bool UnknownMembersRefused { get; init; }

    /// <summary>Why a callback's URL cannot be called, in words that follow "because"; null when it can. Default: only https URLs can.</summary>
    public Func<string, string?> WhyCallbackRefused { get; init; } = static url =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme == Uri.UriSchemeHttps ? null : "only https URLs are called";

    /// <summary>What these limits mean for one look at a value.</summary>
    internal ValidationRules Rules => new()
    {
        ReferencesAllowed = true,
        UnknownMembersRefused = UnknownMembersRefused,
        TextLengthMax = TextLengthMax,
        DepthMax = DepthMax,
    };
}
