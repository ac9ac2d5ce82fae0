using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Baton.Accounts;
using Baton.Claims;
using Baton.Contracts.Workflows;
using Baton.Hedging;
using Baton.Providers;
using Baton.Steps;
using Baton.Workflows;

namespace Baton.Tests.Simulation.Tails;

/// <summary>
/// Ten providers of twenty workers each, nothing of which goes wrong; only now and then a worker takes a hundred times as long as usual. Time is simulated, the engine is
/// the real one. Jobs come at random moments and fill half of the workers.
/// </summary>
internal sealed class TailRun
{
    private const int Workers = 20;
    private const double JobsPerSecond = 40;

    private static readonly ImmutableArray<ProviderId> Providers = [.. Enumerable.Range(0, 10).Select(i => new ProviderId(string.Create(CultureInfo.InvariantCulture, $"provider{i}")))];
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);
    private static readonly JsonElement Output = JsonElement.Parse("{}");

    private readonly Random _arrivals;
    private readonly Random _luck;
    private readonly SimulatedLoop _loop = new();
    private readonly SimulatedTime _time = new();
    private readonly SimulatedStore _store = new((_, _) => { });
    private readonly RacingQueues _queues;
    private readonly Dictionary<WorkflowId, WorkflowActor> _actors = [];
    private readonly List<TimeSpan> _latencies = [];
    private readonly WorkflowEngine _engine;
    private int _executions;

    private TailRun(int seed, HedgingOptions? hedging)
    {
        (_arrivals, _luck) = (new Random(seed), new Random(seed + 1));
        var recipes = new SimulatedRecipes();
        var machine = new WorkflowMachine(recipes, World.Retries, World.Patience);
        _queues = new RacingQueues(Providers, new PauseSchedule(), _time, new Random(seed + 2));
        _engine = new WorkflowEngine(machine, recipes, SimulatedRecipes.Catalogue, new StoreConnection(_store), _queues, new NoCallbacks(), _time, DateTimeOffset.MinValue, _ => { }, (_, _, _) => { }, [])
        {
            ClaimEnded = _queues.Note,
            Hedging = hedging is null ? null : new JobHedging(hedging, SimulatedRecipes.Catalogue, new HedgeBudget(hedging.BudgetPercent / 100)),
        };
    }

    public static TailFigures Of(int seed, int jobs, HedgingOptions? hedging) => new TailRun(seed, hedging).Run(jobs);

    private TailFigures Run(int jobs)
    {
        _loop.Run(() =>
        {
            foreach (var (provider, slot) in Providers.SelectMany(provider => Enumerable.Range(0, Workers).Select(slot => (provider, slot))))
            {
                _ = Work(provider, new WorkerId(string.Create(CultureInfo.InvariantCulture, $"{provider}-{slot}")));
            }

            _ = Arrive(jobs);
            do
            {
                Settle();
            }
            while (_latencies.Count < jobs && _time.AdvanceToNext());
        });
        return new TailFigures([.. _latencies.Order()], _executions, _latencies.Count);
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

    private async Task Arrive(int jobs)
    {
        for (var i = 0; i < jobs; i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(-Math.Log(1 - _arrivals.NextDouble()) / JobsPerSecond), _time);
            var id = new WorkflowId(string.Create(CultureInfo.InvariantCulture, $"wf_{i:D26}"));
            var actor = new WorkflowActor(id, _engine, new Host(this, id));
            _actors.Add(id, actor);
            _ = actor.Submit(Invent(id), key: null);
        }
    }

    private async Task Work(ProviderId provider, WorkerId worker)
    {
        while (true)
        {
            var offer = await _queues.Next(provider, worker);
            var claim = new WorkflowCommand.Claim(offer.Job, provider, worker, Lease, WorkflowStatus.Processing) { IsTrial = offer.IsTrial };
            if (_actors.TryGetValue(offer.Workflow, out var actor) && await actor.Claim(claim, onDisk: true) is { } job)
            {
                _executions++;
                await Do(actor, job, offer.Since);
            }
        }
    }

    /// <summary>Renews as workers do, and stops when it is told that its result is not wanted any more.</summary>
    private async Task Do(WorkflowActor actor, ClaimedJob job, DateTimeOffset since)
    {
        var holder = new ClaimHolder(job.Lease.Worker, job.Lease.Epoch);
        var end = _time.Now + Draw();
        while (end - _time.Now > Lease / 3)
        {
            await Task.Delay(Lease / 3, _time);
            if (await actor.Report(job.Job, new WorkflowCommand.Renew(job.Job, holder, Lease, WorkflowStatus.Processing, null), onDisk: true) is ActorReply.Refused)
            {
                return;
            }
        }

        await Task.Delay(end - _time.Now, _time);
        if (await actor.Report(job.Job, new WorkflowCommand.Complete(job.Job, holder, Output, []), onDisk: true) is ActorReply.Accepted)
        {
            _latencies.Add(_time.Now - since);
            _actors.Remove(job.Workflow);
        }
    }

    /// <summary>About a second, log-normal; and one of two hundred takes between one and five minutes.</summary>
    private TimeSpan Draw()
    {
        if (_luck.Next(200) == 0)
        {
            return TimeSpan.FromSeconds(60 + (240 * _luck.NextDouble()));
        }

        var normal = Math.Sqrt(-2 * Math.Log(1 - _luck.NextDouble())) * Math.Cos(2 * Math.PI * _luck.NextDouble());
        return TimeSpan.FromSeconds(Math.Exp(0.3 * normal));
    }

    private WorkflowState Invent(WorkflowId id) => new()
    {
        Id = id,
        Account = new AccountId("ann"),
        CreatedAt = _time.Now,
        Definition = new WorkflowDefinition { Steps = [new StepDefinition("0", SimulatedRecipes.Remote, JsonElement.Parse("1"), Priority.Normal, World.LongTimeout, 0, [])] },
        Steps = [new StepState()],
    };

    private sealed class Host(TailRun run, WorkflowId workflow) : IActorHost
    {
        private ITimer? _timer;

        public void MayBeIdle()
        {
        }

        public void WakeSoon(WorkflowId id) => throw new NotSupportedException("Nothing goes wrong here.");

        public void HedgeAt(DateTimeOffset? due)
        {
            _timer?.Dispose();
            _timer = due is { } at ? run._time.CreateTimer(_ => Look(), null, at - run._time.Now, Timeout.InfiniteTimeSpan) : null;
        }

        private void Look()
        {
            if (run._actors.TryGetValue(workflow, out var actor))
            {
                _ = actor.LookAtHedges();
            }
        }
    }
}
