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
        return ProblemOf(workflow.Status, job?.Reason).ToResult(
            job?.Detail,
            KeyValuePair.Create("reason", job?.Reason?.ToWire()),
            KeyValuePair.Create("blockedReason", job?.BlockedReason),
            KeyValuePair.Create<string, string?>("workflowId", workflow.Id.Value));
    }

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
