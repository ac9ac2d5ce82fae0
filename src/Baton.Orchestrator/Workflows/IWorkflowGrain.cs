using Baton.Accounts;
using Baton.Claims;
using Baton.Jobs;
using Baton.Storage;
using Orleans.Concurrency;

namespace Baton.Workflows;

/// <summary>One workflow, at one place in the cluster at a time. The key is the workflow's id. States are immutable, so they pass without a copy.</summary>
internal interface IWorkflowGrain : IGrainWithStringKey
{
    Task<Immutable<SubmitReply>> Submit(Immutable<WorkflowState> workflow, Immutable<IdempotencyKey?> key);

    /// <summary>Waits at most this long; null when there is no such workflow of this account.</summary>
    [ResponseTimeout("00:02:00")]
    Task<Immutable<WorkflowState?>> Wait(AccountId account, WaitUntil until, TimeSpan atMost, CancellationToken cancellationToken);

    Task<Immutable<CommandOutcome>> Apply(AccountId account, Immutable<WorkflowCommand> command);

    Task<Immutable<ClaimedJob?>> Claim(Immutable<WorkflowCommand> claim);

    /// <summary>A worker's report; null when it was accepted.</summary>
    Task<WorkflowRefusal?> Report(JobId job, Immutable<WorkflowCommand> report);

    Task Wake();
}

/// <summary>What came of a submit, with the state as it is on disk when it was saved.</summary>
internal sealed record SubmitReply(SaveResult Result, WorkflowState Workflow);
