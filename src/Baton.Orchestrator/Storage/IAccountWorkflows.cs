using Baton.Accounts;
using Baton.Workflows;

namespace Baton.Storage;

/// <summary>What a live stream of an account begins with, a page at a time. Whether queries find them does not matter: whoever heard of one hears of its end.</summary>
internal interface IAccountWorkflows
{
    /// <summary>Those that have not ended, in the order of their ids, after <paramref name="after"/>.</summary>
    Task<IReadOnlyList<StoredWorkflow>> Unfinished(AccountId account, WorkflowId? after, int max, CancellationToken cancellationToken);

    /// <summary>Those that ended at a time or later and are still kept, in the order in which they did.</summary>
    Task<IReadOnlyList<(StoredWorkflow Workflow, EndPlace Place)>> Ended(AccountId account, EndPlace after, int max, CancellationToken cancellationToken);
}

/// <summary>A place in the order of ends: a time, and the row's number where several ended in the same instant.</summary>
internal readonly record struct EndPlace(DateTimeOffset At, long Number);
