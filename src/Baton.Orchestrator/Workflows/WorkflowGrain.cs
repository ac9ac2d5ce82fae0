using Baton.Accounts;
using Baton.Claims;
using Baton.Jobs;
using Baton.Storage;
using Orleans.Concurrency;

namespace Baton.Workflows;

/// <summary>
/// Carries messages to the actor. Reentrant, because a command that waits for the disk must not keep out the next one: the actor's
/// state changes only between awaits, and the store's version guards the rest.
/// </summary>
[Reentrant]
internal sealed class WorkflowGrain : Grain, IWorkflowGrain, IActorHost
{
    private readonly WorkflowActor _actor;
    private readonly WakeUpSweeper _sweeper;
    private readonly TimeProvider _time;
    private IGrainTimer? _hedgeTimer;

    public WorkflowGrain(WorkflowEngine engine, WakeUpSweeper sweeper)
    {
        _sweeper = sweeper;
        _time = engine.Time;
        _actor = new WorkflowActor(new WorkflowId(this.GetPrimaryKeyString()), engine, this);
    }

    public async Task<SubmitReply> Submit(WorkflowState workflow, IdempotencyKey? key)
    {
        var accepted = await _actor.Submit(workflow, key);
        return new SubmitReply(await accepted.OnDisk, accepted.Workflow);
    }

    public async Task<WorkflowState?> Wait(AccountId account, WaitUntil until, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var workflow = await _actor.Load();
        return workflow?.Account == account ? await _actor.Wait(until, atMost, cancellationToken) : null;
    }

    public async Task<CommandOutcome> Apply(AccountId account, WorkflowCommand command)
    {
        var workflow = await _actor.Load();
        if (workflow?.Account != account || (workflow.DeletedAt is not null && command is not (WorkflowCommand.Delete or WorkflowCommand.ReplayCallbacks)))
        {
            return new CommandOutcome.NotFound();
        }

        return await _actor.Apply(command) switch
        {
            ActorReply.Accepted accepted => new CommandOutcome.Done(accepted.Workflow),
            ActorReply.Refused refused => new CommandOutcome.Refused(refused.Reason, refused.Workflow),
            _ => new CommandOutcome.NotFound(),
        };
    }

    public Task<ClaimedJob?> Claim(WorkflowCommand.Claim claim, bool onDisk) => _actor.Claim(claim, onDisk);

    public async Task<WorkflowRefusal?> Report(JobId job, WorkflowCommand report, bool onDisk) => await _actor.Report(job, report, onDisk) switch
    {
        ActorReply.Accepted => null,
        ActorReply.Refused refused => refused.Reason,
        _ => WorkflowRefusal.JobUnknown,
    };

    public Task<bool> Holds(JobId job, ClaimHolder holder) => _actor.Holds(job, holder);

    public Task<HeldClaim?> FindClaim(JobId job, ClaimHolder holder) => _actor.FindClaim(job, holder);

    public Task Wake() => _actor.Wake();

    public void MayBeIdle()
    {
        if (_actor.IsIdle)
        {
            DeactivateOnIdle();
        }
    }

    public void WakeSoon(WorkflowId id) => _sweeper.WakeSoon(id);

    public void HedgeAt(DateTimeOffset? due)
    {
        _hedgeTimer?.Dispose();

        // A timer counts milliseconds and may ring a fraction of one early, when nothing is due yet.
        var left = due - _time.GetUtcNow() + TimeSpan.FromMilliseconds(1);
        _hedgeTimer = left is { } wait
            ? this.RegisterGrainTimer(LookAtHedges, new GrainTimerCreationOptions(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan) { Interleave = true })
            : null;
    }

    /// <summary>When the store is away, the sweeper asks again.</summary>
    private async Task LookAtHedges(CancellationToken cancellationToken)
    {
        try
        {
            await _actor.LookAtHedges();
        }
        catch (StoreUnavailableException)
        {
            _sweeper.WakeSoon(new WorkflowId(this.GetPrimaryKeyString()));
        }
    }
}
