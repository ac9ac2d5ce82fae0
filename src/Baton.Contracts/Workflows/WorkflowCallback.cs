namespace Baton.Contracts.Workflows;

/// <summary>Where to report which events.</summary>
public sealed record WorkflowCallback
{
    /// <summary>An https URL. Its query is kept as it is and never logged.</summary>
    public required string Url { get; init; }

    /// <summary><c>workflow</c>, <c>step</c> or <c>job</c>, a colon, and a status or <c>*</c>.</summary>
    public required IReadOnlyList<string> Type { get; init; }

    public bool? Detailed { get; init; }
}
