using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Storage;

namespace Baton.Workflows;

/// <summary>Finds the grain or the row that answers.</summary>
internal sealed class WorkflowService(IGrainFactory grains, IWorkflowStore store) : IWorkflows
{
    public async Task<Submission> Submit(WorkflowState workflow, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var reply = await Grain(workflow.Id).Submit(workflow, key);
        return reply.Result switch
        {
            SaveResult.Saved => new Submission.Accepted(reply.Workflow),
            SaveResult.Duplicate { SameBody: false } duplicate => new Submission.KeyReused(duplicate.Existing),
            SaveResult.Duplicate duplicate => await Existing(duplicate.Existing, cancellationToken),
            SaveResult.Unavailable unavailable => throw new StoreUnavailableException(unavailable.Cause.Message, unavailable.Cause),
            _ => throw new StoreUnavailableException("A new workflow met one of the same id."),
        };
    }

    public async Task<WorkflowState?> Find(AccountId account, WorkflowId id, CancellationToken cancellationToken) =>
        await store.Find(account, id, cancellationToken) is { } workflow && IsVisible(workflow) ? workflow : null;

    public async Task<WorkflowState?> Wait(AccountId account, WorkflowId id, WaitUntil until, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var workflow = await Grain(id).Wait(account, until, atMost, cancellationToken);
        return workflow?.DeletedAt is null ? workflow : null;
    }

    public async Task<CommandOutcome> Apply(AccountId account, WorkflowId id, WorkflowCommand command, CancellationToken cancellationToken)
    {
        // The grain would say the same, but only after it has loaded what may be somebody else's, and that takes time that can be measured (invariant Unseen).
        return await store.Has(account, id, cancellationToken) ? await Grain(id).Apply(account, command) : new CommandOutcome.NotFound();
    }

    public Task<IReadOnlyList<WorkflowState>> Query(WorkflowQuery query, CancellationToken cancellationToken) => store.Query(query, cancellationToken);

    public Task<IReadOnlyList<WorkflowState>> WithParkedCallbacks(AccountId account, WorkflowId? after, int max, CancellationToken cancellationToken) =>
        store.WithParkedCallbacks(account, after, max, cancellationToken);

    private async Task<Submission> Existing(WorkflowId id, CancellationToken cancellationToken) =>
        await store.Load(id, cancellationToken) is { State: var workflow }
            ? new Submission.Existing(workflow)
            : throw new StoreUnavailableException("The workflow that has this id was forgotten just now.");

    /// <summary>Whether callers find it: a deleted one never, an ephemeral one until it has ended.</summary>
    public static bool IsVisible(WorkflowState workflow) =>
        workflow.DeletedAt is null && !(workflow.Definition.Ephemeral == true && workflow.Status.IsTerminal());

    private IWorkflowGrain Grain(WorkflowId id) => grains.GetGrain<IWorkflowGrain>(id.Value);
}
