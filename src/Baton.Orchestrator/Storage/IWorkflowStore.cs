using Baton.Accounts;
using Baton.Workflows;

namespace Baton.Storage;

/// <summary>
/// Where workflows are kept. The store is the truth: a write is guarded by the version it was made from, and what it answers
/// as saved survives <c>kill -9</c> (invariant Durable). Every call may throw <see cref="StoreUnavailableException"/>.
/// </summary>
public interface IWorkflowStore
{
    /// <summary>
    /// Writes what <paramref name="write"/> holds at the moment the store takes it. Many writes that wait at the same time
    /// share one transaction; one that is refused does not touch the others.
    /// </summary>
    Task<SaveResult> Save(WorkflowWrite write);

    /// <summary>The workflow as last saved, or null.</summary>
    Task<StoredWorkflow?> Load(WorkflowId id, CancellationToken cancellationToken);

    /// <summary>
    /// The account's workflow as last saved, deleted or not; null when there is none, and, as quickly, when it is another account's (invariant Unseen).
    /// </summary>
    Task<WorkflowState?> Find(AccountId account, WorkflowId id, CancellationToken cancellationToken);

    /// <summary>Whether <see cref="Find"/> would find it; costs less.</summary>
    Task<bool> Has(AccountId account, WorkflowId id, CancellationToken cancellationToken);

    /// <summary>The account's workflows that match, newest first unless asked otherwise. Deleted and ended ephemeral ones are left out.</summary>
    Task<IReadOnlyList<WorkflowState>> Query(WorkflowQuery query, CancellationToken cancellationToken);

    /// <summary>The account's workflow with this external id, deleted or not, or null.</summary>
    Task<WorkflowId?> FindByExternalId(AccountId account, string externalId, CancellationToken cancellationToken);

    /// <summary>The account's workflows with parked callbacks, whether queries find them or not, in the order of their ids, after <paramref name="after"/>.</summary>
    Task<IReadOnlyList<WorkflowState>> WithParkedCallbacks(AccountId account, WorkflowId? after, int max, CancellationToken cancellationToken);

    /// <summary>Workflows whose wake-up is due at <paramref name="now"/>, most overdue first: unfinished ones, and ended ones that have callbacks to deliver.</summary>
    Task<IReadOnlyList<WorkflowId>> Overdue(DateTimeOffset now, int max, CancellationToken cancellationToken);

    /// <summary>Unfinished workflows in the order of their ids, after <paramref name="after"/>.</summary>
    Task<IReadOnlyList<WorkflowId>> Unfinished(WorkflowId? after, int max, CancellationToken cancellationToken);

    /// <summary>How many workflows of each account have not ended.</summary>
    Task<IReadOnlyList<(AccountId Account, int Count)>> CountUnfinished(CancellationToken cancellationToken);

    /// <summary>
    /// Forgets workflows that ended before <paramref name="endedBefore"/>, ephemeral ones that have ended at all and have no parked callbacks, and idempotency keys from before
    /// <paramref name="keysBefore"/>. A workflow whose key is kept stays with it, so that a repeated request always finds it;
    /// one that has callbacks to deliver stays until they are delivered or parked. Returns how many workflows went; call again while that equals <paramref name="max"/>.
    /// </summary>
    Task<int> Forget(DateTimeOffset endedBefore, DateTimeOffset keysBefore, int max, CancellationToken cancellationToken);
}

/// <summary>A workflow and the version to save it from.</summary>
public sealed record StoredWorkflow(WorkflowState State, long Version);

/// <summary>Which workflows to list. Every given condition must hold.</summary>
/// <param name="After">The last workflow of the page before, exclusive; null for the first page.</param>
/// <param name="Tags">All of them.</param>
/// <param name="Text">Occurs in the metadata, without regard to case.</param>
/// <param name="From">Created then or later.</param>
/// <param name="To">Created then or before.</param>
/// <param name="ExcludeFailed">Leaves out failed, expired and canceled ones.</param>
/// <param name="ExcludeTags">None of them.</param>
public sealed record WorkflowQuery(
    AccountId Account,
    WorkflowId? After,
    int Take,
    bool Ascending,
    IReadOnlyList<string> Tags,
    string? Text,
    DateTimeOffset? From,
    DateTimeOffset? To,
    bool ExcludeFailed,
    IReadOnlyList<string> ExcludeTags);

/// <summary>The store cannot be reached or written just now; nothing was changed.</summary>
public sealed class StoreUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
