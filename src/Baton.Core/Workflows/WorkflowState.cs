using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Baton.Accounts;
using Baton.Callbacks;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Steps;

namespace Baton.Workflows;

/// <summary>A workflow: the one thing that is loaded, decided on and saved.</summary>
public sealed record WorkflowState
{
    public required WorkflowId Id { get; init; }

    public required AccountId Account { get; init; }

    /// <summary>Stored apart, since it rarely changes.</summary>
    [JsonIgnore]
    public WorkflowDefinition Definition { get; init; } = Undefined;

    public required DateTimeOffset CreatedAt { get; init; }

    public WorkflowStatus Status { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>When somebody stopped it while it ran; it may have ended failed all the same, if a step had failed before.</summary>
    public DateTimeOffset? CanceledAt { get; init; }

    public DateTimeOffset? DeletedAt { get; init; }

    public JsonElement? Metadata { get; init; }

    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>What callbacks are still to tell; null until there is something, and always without callbacks.</summary>
    public Outbox? Outbox { get; init; }

    /// <summary>Same order and length as the definition's steps.</summary>
    public ImmutableArray<StepState> Steps { get; init; } = [];

    /// <summary>Where a job stands: the step's index and the job's number within it.</summary>
    public bool TryFindJob(JobId id, out int step, out int job)
    {
        for (step = 0; step < Steps.Length; step++)
        {
            var jobs = Steps[step].Jobs;
            for (job = 0; job < jobs.Length; job++)
            {
                if (jobs[job].Id == id)
                {
                    return true;
                }
            }
        }

        job = -1;
        return false;
    }

    /// <summary>How many jobs no worker holds yet.</summary>
    public int CountWaitingJobs()
    {
        var count = 0;
        foreach (var step in Steps)
        {
            foreach (var job in step.Jobs)
            {
                count += job.Status == WorkflowStatus.Unassigned ? 1 : 0;
            }
        }

        return count;
    }

    /// <summary>When the step's time is up; null while it waits for its dependencies.</summary>
    public DateTimeOffset? DeadlineOf(int step) => Steps[step].ReadyAt + Definition.Steps[step].Timeout;

    public WorkflowState WithStep(int index, StepState step) => this with { Steps = Steps.SetItem(index, step) };

    public WorkflowState WithJob(int step, int index, JobState job) =>
        WithStep(step, Steps[step] with { Jobs = Steps[step].Jobs.SetItem(index, job) });

    /// <summary>The workflow with every job that has not ended mapped; the function gets the step's index and the job.</summary>
    public WorkflowState MapUnfinishedJobs(Func<int, JobState, JobState> map)
    {
        var workflow = this;
        for (var step = 0; step < Steps.Length; step++)
        {
            for (var i = 0; i < Steps[step].Jobs.Length; i++)
            {
                var job = Steps[step].Jobs[i];
                var mapped = job.Status.IsTerminal() ? job : map(step, job);
                workflow = ReferenceEquals(mapped, job) ? workflow : workflow.WithJob(step, i, mapped);
            }
        }

        return workflow;
    }

    /// <summary>The workflow with no claim of a remote worker that ends before this; the same one when there is none.</summary>
    public WorkflowState ExtendLeases(DateTimeOffset until) => MapUnfinishedJobs((_, job) =>
    {
        var (lease, hedge) = (job.Lease?.Extended(until), job.Hedge?.Extended(until));
        return ReferenceEquals(lease, job.Lease) && ReferenceEquals(hedge, job.Hedge) ? job : job with { Lease = lease, Hedge = hedge };
    });

    private static readonly WorkflowDefinition Undefined = new() { Steps = [] };
}
