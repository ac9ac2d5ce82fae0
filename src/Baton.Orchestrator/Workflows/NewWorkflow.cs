using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Steps;

namespace Baton.Workflows;

/// <summary>How a workflow begins.</summary>
internal static class NewWorkflow
{
    public static WorkflowState From(WorkflowSubmission submission, WorkflowId id, AccountId account, DateTimeOffset now) => new()
    {
        Id = id,
        Account = account,
        Definition = submission.Definition,
        CreatedAt = now,
        Status = WorkflowStatus.Unassigned,
        Metadata = submission.Metadata,
        Tags = submission.Tags,
        Steps = [.. submission.StepMetadata.Select(metadata => new StepState { Metadata = metadata })],
    };
}
