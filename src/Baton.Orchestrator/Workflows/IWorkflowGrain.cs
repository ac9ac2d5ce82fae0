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

    /// <summary>The job, when it was to be had. With <paramref name="onDisk"/> the claim is on disk; else it may be void after a crash, when the job is one that may run twice.</summary>
    Task<ClaimedJob?> Claim(WorkflowCommand.Claim claim, bool onDisk);

    /// <summary>A worker's report; null when it was accepted. With <paramref name="onDisk"/> it is on disk; else as with a claim.</summary>
    Task<WorkflowRefusal?> Report(JobId job, WorkflowCommand report, bool onDisk);

    /// <summary>Whether the worker still has the right to the job; costs no write.</summary>
    Task<bool> Holds(JobId job, ClaimHolder holder);

    /// <summary>The claim, while the worker holds it; null when it does not.</summary>
    Task<HeldClaim?> FindClaim(JobId job, ClaimHolder holder);

    Task Wake();
}

/// <summary>What came of a submit, with the state as it is on disk when it was saved.</summary>
internal sealed record SubmitReply(SaveResult Result, WorkflowState Workflow);
