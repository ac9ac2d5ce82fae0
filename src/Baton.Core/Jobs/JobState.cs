using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Baton.Blobs;
using Baton.Claims;
using Baton.Contracts.Workflows;
using Baton.Providers;

namespace Baton.Jobs;

/// <summary>A unit of work that a step emitted and that one provider wins.</summary>
public sealed record JobState
{
    public required JobId Id { get; init; }

    /// <summary>Which item of the step's plan this job does; a replacement has the same one.</summary>
    public int Item { get; init; }

    /// <summary>Relative complexity where it is not 1, as most often.</summary>
    public double? OwnComplexity { get; init; }

    /// <summary>Relative complexity, not money.</summary>
    [JsonIgnore]
    public double Complexity => OwnComplexity ?? 1;

    public WorkflowStatus Status { get; init; }

    /// <summary>How often the job has been claimed.</summary>
    public int Epoch { get; init; }

    /// <summary>Set while, and only while, the status is held. Of two claims it is the older, and the one whose status callers see.</summary>
    public Lease? Lease { get; init; }

    /// <summary>The second live claim of a job that is hedged; only beside <see cref="Lease"/>.</summary>
    public Lease? Hedge { get; init; }

    /// <summary>Whose report ended a claim last, so that a repeat of that report gets the first answer again; null once the job was claimed anew, and when no report ended it.</summary>
    public WorkerId? ReportedBy { get; init; }

    /// <summary>The epoch of that report, where it was not the latest.</summary>
    public int? ReportedUnder { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Between 0 and 1, as last reported.</summary>
    public double? Progress { get; init; }

    /// <summary>A picture of the result so far, as last reported; only while it is held.</summary>
    public BlobId? Preview { get; init; }

    /// <summary>Why it did not succeed; null also when the failure is a generic one.</summary>
    public FailureReason? Reason { get; init; }

    /// <summary>What kind of report ended it; null when it was not a worker's report.</summary>
    public JobFailureKind? Failure { get; init; }

    public string? BlockedReason { get; init; }

    /// <summary>How moderation rated its texts; null when it had nothing to say.</summary>
    public NsfwLevel? Rating { get; init; }

    /// <summary>What happened, in words for the caller.</summary>
    public string? Detail { get; init; }

    /// <summary>What the failures on this job have come to, by provider.</summary>
    public ImmutableArray<ProviderTrouble> Troubles { get; init; } = [];

    /// <summary>Requests to services outside that have been made for this job, at most one for each provider; null while there are none.</summary>
    public ImmutableArray<ExternalRequest>? Requests { get; init; }

    /// <summary>What the services outside that succeeded charged, in US dollars, as far as their provider told; null when it told nothing.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Since when the job waits for a worker, where that is not since its step was readied: its worker went away or handed it back, or it replaces a job that failed.</summary>
    public DateTimeOffset? WaitsSince { get; init; }

    /// <summary>When the next of the providers may have the job that are held back from it, because others are preferred; null while none is.</summary>
    public DateTimeOffset? SpillAt { get; init; }

    /// <summary>How often the worker, or its process, went away; no provider's fault, but bounded, or a job that kills its process would do so for ever.</summary>
    public int Interruptions { get; init; }

    /// <summary>The latest claims that ended without a result, oldest first; null while there are none.</summary>
    public ImmutableArray<JobAttempt>? Attempts { get; init; }

    /// <summary>When the claim began that succeeded, where it was not the first; the first began when the job did.</summary>
    public DateTimeOffset? LastClaimedAt { get; init; }

    /// <summary>Who succeeded.</summary>
    public ProviderId? DoneBy { get; init; }

    public JsonElement? Output { get; init; }

    /// <summary>The blobs that the output names.</summary>
    public ImmutableArray<BlobId> Blobs { get; init; } = [];

    /// <summary>The request that this provider has under way for the job, or null.</summary>
    public ExternalRequest? RequestOf(ProviderId provider)
    {
        foreach (var request in Requests ?? [])
        {
            if (request.Provider == provider)
            {
                return request;
            }
        }

        return null;
    }

    /// <summary>The provider that nobody else may claim the job at this time, because a request of its own is still under way; null when there is none.</summary>
    public ProviderId? HeldFor(DateTimeOffset now)
    {
        foreach (var request in Requests ?? [])
        {
            if (request.HeldUntil > now)
            {
                return request.Provider;
            }
        }

        return null;
    }

    /// <summary>True while one worker holds the job and a second may claim it.</summary>
    [JsonIgnore]
    public bool WantsHedge => Lease is { IsHedged: true } && Hedge is null && Lease.Epoch == Epoch;

    /// <summary>The live claim of this holder; null when it has none, or none any more.</summary>
    public Lease? ClaimOf(ClaimHolder holder, DateTimeOffset now) =>
        Lease?.IsHeldBy(holder, now) == true ? Lease : Hedge?.IsHeldBy(holder, now) == true ? Hedge : null;

    /// <summary>The live claims, the older first.</summary>
    public IEnumerable<Lease> LiveClaims()
    {
        if (Lease is not null)
        {
            yield return Lease;
        }

        if (Hedge is not null)
        {
            yield return Hedge;
        }
    }

    /// <summary>
    /// How far the job is while it is held, between 0 and 1; null otherwise. What its worker reports goes first; without that it is worked out from how long it has
    /// been claimed and how much of the like its provider does in a second.
    /// </summary>
    /// <param name="throughput">Complexity per second; null when nothing like it has run.</param>
    public double? EstimateProgress(double? throughput, DateTimeOffset now) =>
        !Status.IsHeld() ? null
        : Progress is { } reported ? Math.Clamp(reported, 0, 1)
        : Status == WorkflowStatus.Processing && Lease?.ClaimedAt is { } since && throughput is { } perSecond ? Math.Clamp((now - since).TotalSeconds * perSecond / Complexity, 0, 1)
        : 0;

    /// <summary>The trouble with this provider so far, or null.</summary>
    public ProviderTrouble? TroubleWith(ProviderId provider)
    {
        foreach (var trouble in Troubles)
        {
            if (trouble.Provider == provider)
            {
                return trouble;
            }
        }

        return null;
    }
}
