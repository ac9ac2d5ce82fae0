using Baton.Accounts;
using Baton.Claims;
using Baton.Jobs;
using Baton.Storage;

namespace Baton.Workflows;

/// <summary>One workflow, at one place in the cluster at a time. The key is the workflow's id. States are immutable, so they pass without a copy.</summary>
internal interface IWorkflowGrain : IGrainWithStringKey
{
    Task<SubmitReply> Submit(WorkflowState workflow, IdempotencyKey? key);

    /// <summary>Waits at most this long; null when there is no such workflow of this account.</summary>
    [ResponseTimeout("00:02:00")]
    Task<WorkflowState?> Wait(AccountId account, WaitUntil until, TimeSpan atMost, CancellationToken cancellationToken);

    Task<CommandOutcome> Apply(AccountId account, WorkflowCommand command);

    Task<ClaimedJob?> Claim(WorkflowCommand.Claim claim);

    /// <summary>A worker's report; null when it was accepted.</summary>
    Task<WorkflowRefusal?> Report(JobId job, WorkflowCommand report);

    /// <summary>Whether the worker still has the right to the job; costs no write.</summary>
    Task<bool> Holds(JobId job, ClaimHolder holder);

    Task Wake();
}

/// <summary>What came of a submit, with the state as it is on disk when it was saved.</summary>
internal sealed record SubmitReply(SaveResult Result, WorkflowState Workflow);
