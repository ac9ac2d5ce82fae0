using System.Text.Json;
using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Providers;
using Baton.Recipes;
using Baton.Workflows;

namespace Baton.Claims;

/// <summary>What a worker needs to run the job it has won.</summary>
/// <param name="Deadline">When the step's time is up; the result is not wanted after that.</param>
public sealed record ClaimedJob(
    WorkflowId Workflow,
    AccountId Account,
    JobId Job,
    string Type,
    JsonElement Input,
    Priority Priority,
    Lease Lease,
    DateTimeOffset Deadline)
{
    /// <summary>The request to a service outside that an earlier claim of this provider has under way; null when there is none.</summary>
    public ExternalRequest? Request { get; init; }

    /// <summary>The metadata of the job's step.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>The metadata of the job's workflow.</summary>
    public JsonElement? WorkflowMetadata { get; init; }

    /// <summary>The job as this provider has just won it.</summary>
    public static ClaimedJob Of(WorkflowId id, WorkflowState workflow, int step, JobState job, JobPlan plan, ProviderId provider) =>
        new(id, workflow.Account, job.Id, plan.Type, plan.Input, workflow.Definition.Steps[step].Priority, (job.Hedge ?? job.Lease)!, workflow.DeadlineOf(step)!.Value)
        {
            Request = job.RequestOf(provider),
            Metadata = workflow.Steps[step].Metadata,
            WorkflowMetadata = workflow.Metadata,
        };
}
