using System.Diagnostics;
using Baton.Callbacks;
using Baton.Claims;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Moderation;
using Baton.Storage;

namespace Baton.Workflows;

/// <summary>
/// The single writer of one workflow: it loads, decides, saves, and acts on what follows. One thread drives it at a time; it knows
/// nothing of Orleans, so the simulation runs this very code.
/// <para>
/// A decision takes effect in memory at once and is saved behind it; what goes outside waits until the save is on disk. Only
/// jobs that may safely run twice are offered and claimed earlier, so that a quick one can be claimed, done and saved in one write.
/// </para>
/// </summary>
internal sealed class WorkflowActor
{
    private const int AttemptsMax = 3;

    private readonly WorkflowId _id;
    private readonly WorkflowEngine _engine;
    private readonly IActorHost _host;
    private readonly SaveBehind _saving;
    private readonly WorkflowWaiters _waiters;
    private readonly JobOffers _offers;
    private readonly CallbackSending _callbacks;
    private readonly WorkflowHedges? _hedges;
    private readonly WorkflowNews _news;
    private WorkflowState? _current;
    private Task<StoredWorkflow?>? _loading;

    public WorkflowActor(WorkflowId id, WorkflowEngine engine, IActorHost host)
    {
        _id = id;
        _engine = engine;
        _host = host;
        _saving = new SaveBehind(engine.Store, OnSaved, OnLost);
        _waiters = new WorkflowWaiters(engine.Time);
        _offers = new JobOffers(engine, engine.Moderator is { } moderator ? new JobModeration(moderator, engine.Time, engine.ModerationFailsOpen, Recheck) : null);
        _news = new WorkflowNews(id, engine, _offers, _waiters);
        _callbacks = new CallbackSending(engine.Callbacks, engine.Time, Apply, OnSent);
        _hedges = engine.Hedging is { } hedging ? new WorkflowHedges(hedging, _offers, engine.Time, host) : null;
    }

    /// <summary>True when nothing would be lost by forgetting this instance.</summary>
    public bool IsIdle => _loading is null && _saving.IsIdle && _waiters.IsEmpty && _callbacks.IsIdle && _current?.Status.IsTerminal() != false;

    /// <summary>Accepts a new workflow. Saved means that it is on disk.</summary>
    public async Task<ActorReply.Accepted> Submit(WorkflowState workflow, IdempotencyKey? key)
    {
        var decision = _engine.Machine.Decide(workflow, new WorkflowCommand.Start(), _engine.Time.GetUtcNow());
        _saving.ContinueFrom(null);
        _loading = null;
        _news.Begun();
        var onDisk = Advance(((WorkflowDecision.Accepted)decision).Next, key);
        return await onDisk is SaveResult.Saved
            ? new ActorReply.Accepted(_saving.Durable ?? workflow, onDisk)
            : new ActorReply.Accepted(workflow, onDisk);
    }

    /// <summary>The workflow as it is on disk; null when there is none.</summary>
    public async Task<WorkflowState?> Load()
    {
        await EnsureLoaded();
        while (_current is not null && _saving.Durable is null)
        {
            // A new one whose save is not confirmed yet; somebody who was told of it by its external id may already ask for it.
            await _saving.OnDisk;
            await EnsureLoaded();
        }

        return _saving.Durable;
    }

    /// <summary>Carries a command out. What the reply tells of is on disk, be it this command's outcome or what made it impossible.</summary>
    public async Task<ActorReply> Apply(WorkflowCommand command)
    {
        // A save that lost against another writer voids the decision; it is then made again on what won.
        for (var attempt = 1; ; attempt++)
        {
            var reply = await Decide(command);
            switch (await reply.OnDisk)
            {
                case SaveResult.Saved:
                    return reply;
                case SaveResult.Unavailable unavailable:
                    throw new StoreUnavailableException(unavailable.Cause.Message, unavailable.Cause);
                default:
                    if (attempt == AttemptsMax)
                    {
                        throw new StoreUnavailableException("Another process keeps writing this workflow.");
                    }

                    break;
            }
        }
    }

    /// <summary>
    /// Claims a job for a worker; null when it is not to be had. The answer waits for the disk unless the job may run twice and the worker is one that dies with
    /// this process: another would go on with a claim that a crash made void.
    /// </summary>
    public async Task<ClaimedJob?> Claim(WorkflowCommand.Claim claim, bool onDisk)
    {
        await EnsureLoaded();
        if (_current is not { } before || !_offers.IsOpenTo(claim.Provider, before, claim.Job))
        {
            return null;
        }

        claim = _hedges?.Prepare(claim, before) ?? claim;
        if (await DecideOnNewest(claim) is not ActorReply.Accepted { Workflow: var workflow } accepted || !workflow.TryFindJob(claim.Job, out var step, out var index))
        {
            _hedges?.TakenInVain(_current, claim.Job);
            return null;
        }

        var job = workflow.Steps[step].Jobs[index];
        var plan = _offers.PlanOf(workflow, step, job)!;
        return (!onDisk && _engine.IsRepeatable(plan)) || await accepted.OnDisk is SaveResult.Saved
            ? ClaimedJob.Of(_id, workflow, step, job, plan, claim.Provider)
            : null;
    }

    /// <summary>
    /// Takes a worker's report. Like the claim of an in-process worker, its report on a job that may run twice is answered before it is on disk: should the save
    /// fail, the job is simply done again.
    /// </summary>
    public async Task<ActorReply> Report(JobId job, WorkflowCommand report, bool onDisk)
    {
        await EnsureLoaded();
        return !onDisk && _current is { } workflow && _offers.IsRepeatable(workflow, job)
            ? await Decide(report)
            : await Apply(report);
    }

    /// <summary>Whether the worker still has the right to the job.</summary>
    public async Task<bool> Holds(JobId job, ClaimHolder holder)
    {
        await EnsureLoaded();
        return _current is { } workflow && workflow.TryFindJob(job, out var step, out var index)
            && workflow.Steps[step].Jobs[index].ClaimOf(holder, _engine.Time.GetUtcNow()) is not null;
    }

    /// <summary>The claim, while the worker holds it; null when it does not.</summary>
    public async Task<HeldClaim?> FindClaim(JobId job, ClaimHolder holder)
    {
        if (!await Holds(job, holder) || _current is not { } workflow || !workflow.TryFindJob(job, out var step, out var index))
        {
            return null;
        }

        var held = workflow.Steps[step].Jobs[index];
        return new HeldClaim(workflow.Account, job, _offers.PlanOf(workflow, step, held)!.Type, held.ClaimOf(holder, _engine.Time.GetUtcNow())?.ClaimedAt);
    }

    /// <summary>Waits until the workflow has ended, or changed from what it is on disk now; null when there is none.</summary>
    public async Task<WorkflowState?> Wait(WaitUntil until, TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (await Load() is not { } now)
        {
            return null;
        }

        if (now.Status.IsTerminal())
        {
            return now;
        }

        var then = await _waiters.Add(now, until, atMost, cancellationToken) ?? _saving.Durable ?? now;
        _host.MayBeIdle();
        return then;
    }

    /// <summary>Looks at leases, deadlines, pauses and callbacks, and offers and sends again what waits.</summary>
    public async Task Wake()
    {
        // The store is why this one is woken.
        ForgetUnlessSaving();

        await EnsureLoaded();
        if (_current is null || WakeUp.At(_current) is null)
        {
            return;
        }

        _offers.Forget();
        Recheck();
        await Decide(new WorkflowCommand.LoseWorkers(_engine.LiveInstances));
        await AllowHedges();
        await Decide(new WorkflowCommand.Wake());
        _callbacks.Update(_saving.Durable);
    }

    /// <summary>Has the jobs that take too long offered once more, as far as that is allowed; the others are put off.</summary>
    public async Task LookAtHedges()
    {
        await EnsureLoaded();
        await AllowHedges();
        await Decide(new WorkflowCommand.Wake());
    }

    private async Task AllowHedges()
    {
        if (_hedges is not null && _current is { } current)
        {
            foreach (var job in _hedges.TakeDue(current))
            {
                await Decide(new WorkflowCommand.Hedge(job));
            }
        }
    }

    /// <summary>A claim that is refused on a state that another process has gone on from would lose the offer to everybody.</summary>
    private async Task<ActorReply> DecideOnNewest(WorkflowCommand.Claim claim)
    {
        var reply = await Decide(claim);
        if (reply is not ActorReply.Refused || !_saving.IsIdle)
        {
            return reply;
        }

        ForgetUnlessSaving();
        return await Decide(claim);
    }

    /// <summary>Another process may have written since, unnoticed here; the store is the truth.</summary>
    private void ForgetUnlessSaving() => _current = _saving.IsIdle ? null : _current;

    private async Task<ActorReply> Decide(WorkflowCommand command)
    {
        await EnsureLoaded();
        if (_current is not { } current)
        {
            return new ActorReply.NotFound();
        }

        return _engine.Machine.Decide(current, command, _engine.Time.GetUtcNow()) switch
        {
            WorkflowDecision.Accepted(var next) => Accept(next),
            WorkflowDecision.Refused(var reason) => new ActorReply.Refused(reason, current, _saving.OnDisk),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Providers may have come and gone, or a moderator spoken, while nothing else changed.</summary>
    private void Recheck()
    {
        if (_current is { } current)
        {
            Advance(_offers.Triage(current));
        }
    }

    private ActorReply.Accepted Accept(WorkflowState next)
    {
        var onDisk = Advance(next);
        return new ActorReply.Accepted(_current ?? next, onDisk);
    }

    /// <summary>
    /// 1. Jobs that no provider is left for are given up and those that moderation stops end, which may ready or cancel others.
    /// 2. The state is handed to the store.
    /// 3. Jobs that may run twice are offered; the others follow when the state is on disk.
    /// </summary>
    private Task<SaveResult> Advance(WorkflowState next, IdempotencyKey? key = null)
    {
        var before = _current;
        var changed = !ReferenceEquals(before, next);
        next = changed ? _offers.Triage(next) : next;
        _hedges?.Observe(_current, next);
        _current = next;
        _news.Decided(before, next);
        var onDisk = changed ? _saving.Save(next, key) : _saving.OnDisk;
        _offers.Update(next, ReferenceEquals(next, _saving.Durable) ? JobOffers.Phase.OnDisk : JobOffers.Phase.Decided);
        return onDisk;
    }

    private void OnSaved(WorkflowState durable)
    {
        _news.Saved(new StoredWorkflow(durable, _saving.Version));
        _hedges?.Settle(durable);
        _callbacks.Update(durable);
        if (!ReferenceEquals(_current, durable))
        {
            return; // More has been decided since; that is on its way to the disk and ends here too.
        }

        _offers.Update(durable, JobOffers.Phase.OnDisk);
        if (durable.Status.IsTerminal())
        {
            _host.MayBeIdle();
        }
    }

    private void OnSent()
    {
        _callbacks.Update(_saving.Durable);
        _host.MayBeIdle();
    }

    /// <summary>What was decided is void. The store knows what holds; somebody must look again, or offers that were taken would be missed.</summary>
    private void OnLost(SaveResult result)
    {
        _news.Lost(_current);
        _current = null;
        _loading = null;
        _offers.Forget();
        _hedges?.Forget();
        if (result is not SaveResult.Duplicate)
        {
            _host.WakeSoon(_id);
        }
    }

    private async Task EnsureLoaded()
    {
        // Goes round when what was loaded has become void in the meantime: a save that another caller began right after it was lost.
        while (_current is null)
        {
            var loading = _loading ??= _engine.Store.Load(_id, CancellationToken.None);
            var stored = await Loaded(loading);
            if (!ReferenceEquals(loading, _loading))
            {
                continue;
            }

            _loading = null;
            if (stored is null)
            {
                return;
            }

            stored = stored with { State = stored.State.ExtendLeases(_engine.LeaseGraceEnd) };
            _saving.ContinueFrom(stored);
            _current = stored.State;
            _news.Loaded(stored);
        }
    }

    /// <summary>Whoever needs the workflow may have come with an offer, which is lost when the store is away; so somebody must look again.</summary>
    private async Task<StoredWorkflow?> Loaded(Task<StoredWorkflow?> loading)
    {
        try
        {
            return await loading;
        }
        catch (StoreUnavailableException)
        {
            _loading = ReferenceEquals(loading, _loading) ? null : _loading;
            _host.WakeSoon(_id);
            throw;
        }
    }
}
