using System.Collections.Immutable;
using System.Text.Json;
using Baton.Blobs;
using Baton.Callbacks;
using Baton.Claims;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Providers;
using Baton.Steps;

namespace Baton.Workflows;

/// <summary>Everything that can be asked of a workflow after it was submitted.</summary>
public abstract record WorkflowCommand
{
    private WorkflowCommand()
    {
    }

    /// <summary>A worker wants the job; <paramref name="Status"/> is what it begins with: preparing, scheduled or processing.</summary>
    public sealed record Claim(JobId Job, ProviderId Provider, WorkerId Worker, TimeSpan LeaseDuration, WorkflowStatus Status) : WorkflowCommand
    {
        /// <summary>After how long the job may be offered once more; null when it must not be.</summary>
        public TimeSpan? HedgeAfter { get; init; }

        /// <summary>True when the job was handed out to see whether the provider works again.</summary>
        public bool IsTrial { get; init; }
    }

    /// <summary>The job's claim takes longer than such claims do, and the budget allows a second one.</summary>
    public sealed record Hedge(JobId Job) : WorkflowCommand;

    /// <summary>A worker is still at it.</summary>
    public sealed record Renew(JobId Job, ClaimHolder Holder, TimeSpan LeaseDuration, WorkflowStatus Status, double? Progress) : WorkflowCommand
    {
        /// <summary>A new picture of the result so far; null leaves the last one.</summary>
        public BlobId? Preview { get; init; }
    }

    /// <summary>A worker is about to make a request to a service outside, or has learned what the other side calls it.</summary>
    /// <param name="Key">Its own name for the request; another one than before begins another request.</param>
    public sealed record NoteRequest(JobId Job, ClaimHolder Holder, string Key, string? RemoteId) : WorkflowCommand;

    /// <summary>A worker's request to a service outside came to nothing that could be watched any further.</summary>
    public sealed record EndRequest(JobId Job, ClaimHolder Holder) : WorkflowCommand;

    /// <summary>A worker is done.</summary>
    public sealed record Complete(JobId Job, ClaimHolder Holder, JsonElement Output, ImmutableArray<BlobId> Blobs) : WorkflowCommand
    {
        /// <summary>What it cost at a service outside, in US dollars; null when nothing was told.</summary>
        public decimal? Cost { get; init; }
    }

    /// <summary>A worker could not do it.</summary>
    public sealed record Fail(JobId Job, ClaimHolder Holder, JobFailureKind Kind, string Detail) : WorkflowCommand
    {
        /// <summary>What it cost all the same, in US dollars; null when nothing was told.</summary>
        public decimal? Cost { get; init; }

        /// <summary>Of a transient failure: the service outside is busy and asks to be left alone for so long; null when it is trouble of another kind.</summary>
        public TimeSpan? RetryAfter { get; init; }
    }

    /// <summary>A worker that stops hands the job back; nobody's fault.</summary>
    public sealed record HandBack(JobId Job, ClaimHolder Holder) : WorkflowCommand;

    /// <summary>Of the providers that can run the job, none is registered or left.</summary>
    public sealed record Abandon(JobId Job, string Detail) : WorkflowCommand;

    /// <summary>Moderation stopped the job before anybody had it.</summary>
    public sealed record Block(JobId Job, string Reason) : WorkflowCommand;

    /// <summary>Moderation rated the job before anybody had it.</summary>
    public sealed record Rate(JobId Job, NsfwLevel Rating) : WorkflowCommand;

    /// <summary>Some providers may not have these jobs yet, because others are preferred.</summary>
    /// <param name="Until">Of each job when the first of them may; null when none is held back from it any more.</param>
    public sealed record HoldBack(ImmutableDictionary<JobId, DateTimeOffset?> Until) : WorkflowCommand;

    /// <summary>A new workflow begins: steps that wait for nothing are readied.</summary>
    public sealed record Start : WorkflowCommand;

    /// <summary>In-process workers of other instances than these are gone with their process.</summary>
    public sealed record LoseWorkers(ImmutableArray<string> LiveInstances) : WorkflowCommand;

    /// <summary>Time has passed: leases, deadlines and pauses are looked at. Second claims that are due and were not allowed are put off.</summary>
    public sealed record Wake : WorkflowCommand;

    /// <summary>The caller wants it stopped.</summary>
    public sealed record Cancel : WorkflowCommand;

    /// <summary>The caller wants it stopped and gone.</summary>
    public sealed record Delete : WorkflowCommand;

    /// <summary>The caller changes what does not touch the run; null leaves a member alone.</summary>
    public sealed record Update(JsonElement? Metadata, ImmutableArray<string>? Tags, bool? AllowMatureContent, bool Stop) : WorkflowCommand
    {
        /// <summary>What the change was worked out from; when that is no longer so, it is refused as <see cref="WorkflowRefusal.ChangedSince"/>.</summary>
        public ChangeBase? MadeFrom { get; init; }
    }

    /// <summary>What came of trying to tell an endpoint the event with this number.</summary>
    /// <param name="Endpoint">Its index among the workflow's endpoints.</param>
    public sealed record ReportCallback(int Endpoint, int Number, CallbackOutcome Outcome) : WorkflowCommand;

    /// <summary>Events that were parked are to be sent again.</summary>
    public sealed record ReplayCallbacks : WorkflowCommand;

    /// <summary>The caller changes a step; all but the metadata only while the step has not started.</summary>
    public sealed record UpdateStep(int Step, StepChange Change) : WorkflowCommand;
}

/// <summary>What a caller may change of a step; null leaves a member alone. The input has been validated and its references found.</summary>
public sealed record StepChange
{
    public JsonElement? Metadata { get; init; }

    /// <summary>What the change was worked out from; when that is no longer so, it is refused as <see cref="WorkflowRefusal.ChangedSince"/>.</summary>
    public StepChangeBase? MadeFrom { get; init; }

    public JsonElement? Input { get; init; }

    /// <summary>Goes with <see cref="Input"/>.</summary>
    public ImmutableArray<int> DependsOn { get; init; } = [];

    public Priority? Priority { get; init; }

    public TimeSpan? Timeout { get; init; }

    public int? Retries { get; init; }

    /// <summary>True when anything but the metadata changes.</summary>
    public bool TouchesTheRun => Input is not null || Priority is not null || Timeout is not null || Retries is not null;

    /// <summary>The step's definition with the change made.</summary>
    public StepDefinition ApplyTo(StepDefinition step) => step with
    {
        Input = Input ?? step.Input,
        DependsOn = Input is null ? step.DependsOn : DependsOn,
        Priority = Priority ?? step.Priority,
        Timeout = Timeout ?? step.Timeout,
        Retries = Retries ?? step.Retries,
    };
}
