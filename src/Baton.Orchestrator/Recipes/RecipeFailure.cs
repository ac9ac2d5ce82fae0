using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Problems;
using Baton.Workflows;

namespace Baton.Recipes;

/// <summary>Why a recipe call has no output, as a problem.</summary>
internal static class RecipeFailure
{
    public static ProblemResult Of(WorkflowState workflow)
    {
        // Of several jobs the one that failed says more than those that were canceled because of it.
        var jobs = workflow.Steps[0].Jobs;
        var job = jobs.LastOrDefault(j => j.Status is WorkflowStatus.Failed or WorkflowStatus.Expired) ?? jobs.LastOrDefault(j => j.Status == WorkflowStatus.Canceled);
        return new ProblemResult(ProblemOf(workflow.Status, job?.Reason), job?.Detail)
        {
            // Bad media has the status that the API gives every failed job, but nobody could do better with the same input.
            Here = job?.Failure == JobFailureKind.Invalid ? (ProblemOwner.Caller, false) : null,
            Extensions = [.. Members(workflow, job).Where(member => member.Value is not null)],
        };
    }

    private static IEnumerable<KeyValuePair<string, string?>> Members(WorkflowState workflow, JobState? job) =>
    [
        KeyValuePair.Create("reason", job?.Reason?.ToWire()),
        KeyValuePair.Create("blockedReason", job?.BlockedReason),
        KeyValuePair.Create<string, string?>("workflowId", workflow.Id.Value),
        .. workflow.Status == WorkflowStatus.Canceled ? StateMembers.Of(workflow.Status, workflow.CompletedAt) : [],
    ];

    private static Problem ProblemOf(WorkflowStatus status, FailureReason? reason) => reason switch
    {
        FailureReason.Blocked => Problem.RecipeBlocked,
        FailureReason.NoProviderAvailable => Problem.NoProviderAvailable,
        FailureReason.Timeout or FailureReason.Expired => Problem.RecipeTimedOut,
        FailureReason.Canceled => Problem.RecipeCanceled,
        null => status switch
        {
            WorkflowStatus.Expired => Problem.RecipeTimedOut,
            WorkflowStatus.Canceled => Problem.RecipeCanceled,
            WorkflowStatus.Failed or WorkflowStatus.Succeeded => Problem.RecipeFailed,
            WorkflowStatus.Unassigned or WorkflowStatus.Preparing or WorkflowStatus.Scheduled or WorkflowStatus.Processing => Problem.RecipeFailed,
        },
    };
}
