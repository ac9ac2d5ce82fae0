using Baton.Accounts;
using Baton.Storage;

namespace Baton.Workflows;

/// <summary>
/// What endpoints ask of the engine. A workflow that the account may not see is answered as one that does not exist (invariant
/// Unseen). What has been answered is on disk (invariant Durable). Throws <see cref="StoreUnavailableException"/> when the store is away.
/// </summary>
public interface IWorkflows
{
    /// <summary>Accepts a workflow; or finds the one that has its external id or idempotency key already.</summary>
    Task<Submission> Submit(WorkflowState workflow, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>The workflow as last saved; null when there is none that the account may see, when it was deleted, or when it was ephemeral and has ended.</summary>
    Task<WorkflowState?> Find(AccountId account, WorkflowId id, CancellationToken cancellationToken);

    /// <summary>
    /// Waits, without a thread and without polling, until the workflow has ended or changed from what it is now, or the time is up, and returns it as it
    /// is then. An ephemeral workflow is returned to those who were waiting when it ended.
    /// </summary>
    Task<WorkflowState?> Wait(AccountId account, WorkflowId id, WaitUntil until, TimeSpan atMost, CancellationToken cancellationToken);

    /// <summary>Carries a caller's command out.</summary>
    Task<CommandOutcome> Apply(AccountId account, WorkflowId id, WorkflowCommand command, CancellationToken cancellationToken);

    /// <summary>A page of the account's workflows.</summary>
    Task<IReadOnlyList<WorkflowState>> Query(WorkflowQuery query, CancellationToken cancellationToken);

    /// <summary>The account's workflows with parked callbacks, in the order of their ids.</summary>
    Task<IReadOnlyList<WorkflowState>> WithParkedCallbacks(AccountId account, WorkflowId? after, int max, CancellationToken cancellationToken);
}

/// <summary>What a caller waits for.</summary>
public enum WaitUntil
{
    /// <summary>The workflow has ended.</summary>
    Completion,

    /// <summary>The status of the workflow or of one of its steps has changed.</summary>
    Change,
}

/// <summary>What came of a submit.</summary>
public abstract record Submission
{
    private Submission()
    {
    }

    /// <summary>It is new and on disk.</summary>
    public sealed record Accepted(WorkflowState Workflow) : Submission;

    /// <summary>The external id or idempotency key belongs to this workflow.</summary>
    public sealed record Existing(WorkflowState Workflow) : Submission;

    /// <summary>The idempotency key was used with another body.</summary>
    public sealed record KeyReused(WorkflowId Workflow) : Submission;
}

/// <summary>What came of a command.</summary>
public abstract record CommandOutcome
{
    private CommandOutcome()
    {
    }

    /// <summary>Carried out and on disk; the workflow as it is now.</summary>
    public sealed record Done(WorkflowState Workflow) : CommandOutcome;

    /// <summary>There is no such workflow that this account may see.</summary>
    public sealed record NotFound : CommandOutcome;

    /// <summary>The state does not allow it.</summary>
    public sealed record Refused(WorkflowRefusal Reason, WorkflowState Workflow) : CommandOutcome;
}
