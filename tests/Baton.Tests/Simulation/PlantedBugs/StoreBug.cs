using Baton.Accounts;
using Baton.Storage;
using Baton.Workflows;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>The store does not keep its word.</summary>
internal abstract class StoreBug : PlantedBug
{
    public sealed override IWorkflowStore Store(IWorkflowStore store) => new Wrong(this, store);

    protected virtual Task<SaveResult> Save(IWorkflowStore right, WorkflowWrite write) => right.Save(write);

    protected virtual Task<IReadOnlyList<WorkflowId>> Overdue(IWorkflowStore right, DateTimeOffset now, int max) => right.Overdue(now, max, CancellationToken.None);

    private sealed class Wrong(StoreBug bug, IWorkflowStore right) : IWorkflowStore
    {
        public Task<SaveResult> Save(WorkflowWrite write) => bug.Save(right, write);

        public Task<IReadOnlyList<WorkflowId>> Overdue(DateTimeOffset now, int max, CancellationToken cancellationToken) => bug.Overdue(right, now, max);

        public Task<StoredWorkflow?> Load(WorkflowId id, CancellationToken cancellationToken) => right.Load(id, cancellationToken);

        public Task<WorkflowState?> Find(AccountId account, WorkflowId id, CancellationToken cancellationToken) => right.Find(account, id, cancellationToken);

        public Task<bool> Has(AccountId account, WorkflowId id, CancellationToken cancellationToken) => right.Has(account, id, cancellationToken);

        public Task<IReadOnlyList<WorkflowId>> Unfinished(WorkflowId? after, int max, CancellationToken cancellationToken) =>
            right.Unfinished(after, max, cancellationToken);

        public Task<WorkflowId?> FindByExternalId(AccountId account, string externalId, CancellationToken cancellationToken) =>
            right.FindByExternalId(account, externalId, cancellationToken);

        public Task<IReadOnlyList<WorkflowState>> WithParkedCallbacks(AccountId account, WorkflowId? after, int max, CancellationToken cancellationToken) =>
            right.WithParkedCallbacks(account, after, max, cancellationToken);

        public Task<IReadOnlyList<WorkflowState>> Query(WorkflowQuery query, CancellationToken cancellationToken) => right.Query(query, cancellationToken);

        public Task<IReadOnlyList<(AccountId Account, int Count)>> CountUnfinished(CancellationToken cancellationToken) => right.CountUnfinished(cancellationToken);

        public Task<int> Forget(DateTimeOffset endedBefore, DateTimeOffset keysBefore, int max, CancellationToken cancellationToken) =>
            right.Forget(endedBefore, keysBefore, max, cancellationToken);
    }
}
