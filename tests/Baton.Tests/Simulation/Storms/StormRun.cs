using System.Globalization;
using System.Text.Json;
using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Claims;
using Baton.Jobs;
using Baton.Providers;
using Baton.Steps;
using Baton.Workflows;

namespace Baton.Tests.Simulation.Storms;

/// <summary>
/// Ten providers of twenty slots each, some or all of which go down for a while. Time is simulated; the engine, the queues with their pauses and the rules are the real
/// ones. Every other provider is one within the process, as adapters are; the others' workers speak HTTP.
/// </summary>
internal sealed class StormRun
{
    private const string Instance = "p0";

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(0.5);
    private static readonly JsonElement Output = JsonElement.Parse("{}");

    private readonly StormPlan _plan;
    private readonly Random _arrivals;
    private readonly SimulatedLoop _loop = new();
    private readonly SimulatedTime _time = new();
    private readonly SimulatedStore _store = new((_, _) => { });
    private readonly RacingQueues _queues;
    private readonly WorkflowEngine _engine;
    private readonly Dictionary<WorkflowId, StormJob> _jobs = [];
    private readonly StormWatch _watch;
    private int _submitted;
    private int _ended;
    private int _restarts;

    private StormRun(StormPlan plan, int seed)
    {
        _plan = plan;
        _arrivals = new Random(seed);
        _queues = new RacingQueues(StormPlan.Providers, new PauseSchedule(), _time, new Random(seed + 1));
        _watch = new StormWatch(plan, _time, _queues);
        var recipes = new SimulatedRecipes();
        var machine = new WorkflowMachine(recipes, World.Retries, World.Patience);
        _engine = new WorkflowEngine(machine, recipes, SimulatedRecipes.Catalogue, new StoreConnection(_store), _queues, new NoCallbacks(), _time, DateTimeOffset.MinValue, _ => { }, (_, _, _) => { }, [Instance])
        {
            ClaimEnded = (provider, result) =>
            {
                _queues.Note(provider, result);
                _watch.Heard(provider);
            },
            Changed = change => Changed(change.After),
        };
    }

    public static StormFigures Of(StormPlan plan, int seed) => new StormRun(plan, seed).Run();

    private StormFigures Run()
    {
        _loop.Run(() =>
        {
            foreach (var (provider, slot) in StormPlan.Providers.SelectMany(provider => Enumerable.Range(0, StormPlan.SlotsPerProvider).Select(slot => (provider, slot))))
            {
                _ = Work(provider, IsInside(provider) ? WorkerId.InProcess(Instance, provider, slot) : new WorkerId(string.Create(CultureInfo.InvariantCulture, $"{provider}-{slot}")));
            }

            _ = Arrive();
            _ = Sweep();
            do
            {
                Settle();
            }
            while (!(_watch.IsOver && _ended == _submitted) && _time.AdvanceToNext());
        });
        return _watch.Figures([.. _jobs.Values]);
    }

    private void Settle()
    {
        _loop.Drain();
        while (_store.Operations.Count > 0)
        {
            _store.Advance(_store.Operations[0], StoreFault.None);
            _loop.Drain();
        }
    }

    private async Task Arrive()
    {
        while (!_watch.IsOver)
        {
            await Task.Delay(TimeSpan.FromSeconds(-Math.Log(1 - _arrivals.NextDouble()) / _plan.JobsPerSecond), _time);
            var id = new WorkflowId(string.Create(CultureInfo.InvariantCulture, $"wf_{_submitted:D26}"));
            var timeout = _submitted++ % 50 == 49 ? StormPlan.BriefTimeout : World.LongTimeout;
            var job = new StormJob(new WorkflowActor(id, _engine, new Host()), _time.Now, timeout);
            _jobs.Add(id, job);
            _ = job.Actor.Submit(Invent(id, timeout), key: null);
        }
    }

    /// <summary>What the real sweeper does.</summary>
    private async Task Sweep()
    {
        while (true)
        {
            await Task.Delay(SweepInterval, _time);
            foreach (var id in _store.Overdue(_time.Now))
            {
                _ = _jobs[id].Actor.Wake();
            }

            _watch.Look();
        }
    }

    private async Task Work(ProviderId provider, WorkerId worker)
    {
        while (true)
        {
            var offer = await _queues.Next(provider, worker);
            var claim = new WorkflowCommand.Claim(offer.Job, provider, worker, Lease, WorkflowStatus.Processing) { IsTrial = offer.IsTrial };
            if (await _jobs[offer.Workflow].Actor.Claim(claim, onDisk: true) is { } job)
            {
                _jobs[offer.Workflow].Attempts++;
                _watch.Began();
                worker = await Do(_jobs[offer.Workflow].Actor, job, provider) ? worker : new WorkerId(string.Create(CultureInfo.InvariantCulture, $"{provider}-again{_restarts++}"));
            }
        }
    }

    /// <summary>Works on a job for as long as it takes, or until the provider goes down under it; false when the worker died of that.</summary>
    private async Task<bool> Do(WorkflowActor actor, ClaimedJob job, ProviderId provider)
    {
        var holder = new ClaimHolder(job.Lease.Worker, job.Lease.Epoch);
        if (!await StaysUp(actor, job, holder, provider))
        {
            return await GoDown(actor, job, holder);
        }

        await actor.Report(job.Job, new WorkflowCommand.Complete(job.Job, holder, Output, []), onDisk: true);
        return true;
    }

    private async Task<bool> StaysUp(WorkflowActor actor, ClaimedJob job, ClaimHolder holder, ProviderId provider)
    {
        if (_watch.IsDown(provider, _time.Now))
        {
            return false;
        }

        var end = _time.Now + StormPlan.JobLength;
        var isHit = _time.Now < _watch.DownAt && _watch.IsDown(provider, end);
        await KeepUntil(isHit ? _watch.DownAt : end, actor, job, holder);
        return !isHit;
    }

    private async Task<bool> GoDown(WorkflowActor actor, ClaimedJob job, ClaimHolder holder)
    {
        switch (_plan.Trouble)
        {
            case Trouble.Dies:
                await Task.Delay(StormPlan.RestartAfter, _time);
                return false;
            case Trouble.Hangs:
                await KeepUntil(_time.Now + StormPlan.AnswerTimeout, actor, job, holder);
                break;
        }

        await actor.Report(job.Job, new WorkflowCommand.Fail(job.Job, holder, JobFailureKind.Transient, "503"), onDisk: true);
        return true;
    }

    /// <summary>Renews as workers do.</summary>
    private async Task KeepUntil(DateTimeOffset end, WorkflowActor actor, ClaimedJob job, ClaimHolder holder)
    {
        while (end - _time.Now > Lease / 3)
        {
            await Task.Delay(Lease / 3, _time);
            if (await actor.Report(job.Job, new WorkflowCommand.Renew(job.Job, holder, Lease, WorkflowStatus.Processing, null), onDisk: true) is ActorReply.Refused)
            {
                return;
            }
        }

        await Task.Delay(end - _time.Now, _time);
    }

    private void Changed(WorkflowState after)
    {
        if (after.Status.IsTerminal())
        {
            (_jobs[after.Id].Status, _jobs[after.Id].EndedAt) = (after.Status, after.CompletedAt);
            _ended++;
        }
    }

    private static bool IsInside(ProviderId provider) => StormPlan.Providers.IndexOf(provider) % 2 == 0;

    private WorkflowState Invent(WorkflowId id, TimeSpan timeout) => new()
    {
        Id = id,
        Account = new AccountId("ann"),
        CreatedAt = _time.Now,
        Definition = new WorkflowDefinition { Steps = [new StepDefinition("0", SimulatedRecipes.Remote, JsonElement.Parse("1"), Priority.Normal, timeout, 0, [])] },
        Steps = [new StepState()],
    };

    private sealed class Host : IActorHost
    {
        public void MayBeIdle()
        {
        }

        public void WakeSoon(WorkflowId id) => throw new NotSupportedException("The store is never away here.");

        public void HedgeAt(DateTimeOffset? due)
        {
        }
    }
}
