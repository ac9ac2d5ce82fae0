using Baton.Accounts;
using Baton.Storage;
using Baton.Workflows;

namespace Baton.Tests.Simulation;

/// <summary>One process's way to the store. When the process crashes, its calls are lost with it.</summary>
internal sealed class StoreConnection(SimulatedStore store) : IWorkflowStore
{
    public Task<SaveResult> Save(WorkflowWrite write) => store.Ask(this, () => store.Commit(write));

    public Task<StoredWorkflow?> Load(WorkflowId id, CancellationToken cancellationToken) => store.Ask(this, () => store.Load(id));

    public Task<WorkflowState?> Find(AccountId account, WorkflowId id, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody reads by account in the simulation.");

    public Task<bool> Has(AccountId account, WorkflowId id, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody reads by account in the simulation.");

    public Task<IReadOnlyList<WorkflowId>> Overdue(DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        store.Ask(this, () => store.Overdue(now));

    public Task<IReadOnlyList<WorkflowId>> Unfinished(WorkflowId? after, int max, CancellationToken cancellationToken) =>
        store.Ask(this, store.Unfinished);

    public Task<WorkflowId?> FindByExternalId(AccountId account, string externalId, CancellationToken cancellationToken) =>
        store.Ask(this, () => store.FindByExternalId(account, externalId));

    public Task<IReadOnlyList<WorkflowState>> WithParkedCallbacks(AccountId account, WorkflowId? after, int max, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody lists parked callbacks in the simulation.");

    public Task<IReadOnlyList<WorkflowState>> Query(WorkflowQuery query, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody lists workflows in the simulation.");

    public Task<IReadOnlyList<(AccountId Account, int Count)>> CountUnfinished(CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody counts workflows in the simulation.");

    public Task<int> Forget(DateTimeOffset endedBefore, DateTimeOffset keysBefore, int max, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nothing is forgotten in the simulation.");
}
