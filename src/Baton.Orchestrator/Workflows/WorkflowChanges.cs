using Baton.Problems;
using Baton.Accounts;
using Baton.Tiers;

namespace Baton.Workflows;

/// <summary>Reads a workflow, works a change out of it and has it carried out; again from the start when somebody else was faster.</summary>
internal sealed class WorkflowChanges(IWorkflows workflows, TierGate gate)
{
    /// <summary>Of those who change one workflow at the same time one gets through in each round, so this many can.</summary>
    private const int RoundsMax = 64;

    public async Task<IResult> Make(HttpContext context, string workflowId, Func<WorkflowState, OrProblem<WorkflowCommand>> work, Func<WorkflowState, IResult>? answer = null)
    {
        var account = context.CallerAccount();
        if (!WorkflowIds.TryRead(workflowId, out var id))
        {
            return WorkflowAnswers.NotFound(workflowId);
        }

        if (await workflows.Find(account, id, context.RequestAborted) is not { } workflow)
        {
            return WorkflowAnswers.NotFound(workflowId);
        }

        for (var round = 1; ; round++)
        {
            if (!work(workflow).TryGet(out var worked, out var problem) || !gate.Pass(workflow, worked).TryGet(out var command, out problem))
            {
                return problem;
            }

            var outcome = await workflows.Apply(account, id, command, context.RequestAborted);
            if (outcome is CommandOutcome.Refused { Reason: WorkflowRefusal.ChangedSince } refused && round < RoundsMax)
            {
                // The refusal carries the newest state; the store may not have it yet.
                workflow = refused.Workflow;
                continue;
            }

            return Answer(outcome, workflowId, command, answer);
        }
    }

    /// <summary>Without looking at the workflow first: also one that was deleted before may be deleted, so that a lost answer can be asked for again.</summary>
    public async Task<IResult> Delete(HttpContext context, string workflowId) =>
        WorkflowIds.TryRead(workflowId, out var id)
            ? Answer(await workflows.Apply(context.CallerAccount(), id, new WorkflowCommand.Delete(), context.RequestAborted), workflowId, new WorkflowCommand.Delete(), answer: null)
            : WorkflowAnswers.NotFound(workflowId);

    private static IResult Answer(CommandOutcome outcome, string workflowId, WorkflowCommand command, Func<WorkflowState, IResult>? answer) => outcome switch
    {
        CommandOutcome.Done done => answer?.Invoke(done.Workflow) ?? TypedResults.NoContent(),
        CommandOutcome.Refused refused => WorkflowAnswers.Refuse(refused.Reason, refused.Workflow, command),
        _ => WorkflowAnswers.NotFound(workflowId),
    };
}
