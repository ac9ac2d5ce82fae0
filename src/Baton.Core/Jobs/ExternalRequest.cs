using Baton.Providers;

namespace Baton.Jobs;

/// <summary>
/// A request to a service outside that costs money or time, as written down before it was made. It outlives the claim: whoever claims the job next for the same
/// provider goes on with it instead of making it again.
/// </summary>
public sealed record ExternalRequest
{
    /// <summary>For whom it is made; a job has at most one for each provider.</summary>
    public required ProviderId Provider { get; init; }

    /// <summary>Our own name for it, chosen before it was made.</summary>
    public required string Key { get; init; }

    /// <summary>What the other side calls it; null until that is known, and then nobody here can tell whether it arrived.</summary>
    public string? RemoteId { get; init; }

    /// <summary>How many earlier requests of this provider came to an unknown end: whether they arrived, and what became of them, nobody here was told.</summary>
    public int LostBefore { get; init; }

    /// <summary>When it was written down.</summary>
    public required DateTimeOffset NotedAt { get; init; }

    /// <summary>The worker that watched it went away: until this, no other provider may claim the job. Null while it is watched.</summary>
    public DateTimeOffset? HeldUntil { get; init; }
}
