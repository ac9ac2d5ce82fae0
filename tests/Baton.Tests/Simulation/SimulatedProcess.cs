using System.Collections.Immutable;
using Baton.Hedging;
using Baton.Storage;
using Baton.Workflows;

namespace Baton.Tests.Simulation;

/// <summary>One run of a process: its actors, its connection to the store, and a sweeper that does what the real one does.</summary>
internal sealed class SimulatedProcess
{
    private readonly World _world;
    private readonly StoreConnection _connection;
    private readonly Dictionary<WorkflowId, WorkflowActor> _actors = [];
    private readonly List<Action> _unanswered = [];
    private readonly List<WorkflowId> _soon = [];
    private readonly Dictionary<WorkflowId, ITimer> _hedgeTimers = [];
    private WorkflowEngine _engine;
    private bool _allSoon;
    private bool _sweeping;

    public SimulatedProcess(World world, string instance)
    {
        _world = world;
        Instance = instance;
        _connection = new StoreConnection(world.Store);
        _allSoon = world.Bug.RecoversAtStart;
        _engine = new WorkflowEngine(
            new CountedMachine(world.Bug.Machine(world.Recipes, World.Retries, World.Patience), world.Recipes, world.Ledger),
            world.Recipes,
            SimulatedRecipes.Catalogue,
            world.Bug.Store(_connection),
            world.Offers,
            world.Bug.Callbacks(new SimulatedEndpoints(world, this)),
            world.Time,
            world.Time.GetUtcNow() + TimeSpan.FromSeconds(10),
            _ => { },
            (_, _, _) => { },
            [instance])
        {
            ClaimEnded = world.Queues.Note,
            Hedging = new JobHedging(World.Hedging, SimulatedRecipes.Catalogue, new HedgeBudget(world.Bug.HedgeShare(world.HedgeShare))),
        };
    }

    public string Instance { get; }

    public bool IsAlive { get; private set; } = true;

    public bool Hosts(WorkflowId id) => _actors.ContainsKey(id);

    /// <summary>
    /// Actors made from now on know these instances; those there are do not hear of them. But when one is gone, so are the queues that it hosted, and all that live here offer anew; a workflow that is not
    /// on disk yet is found by nobody else.
    /// </summary>
    public void Meet(ImmutableArray<string> liveInstances)
    {
        var isOneGone = _engine.LiveInstances.Any(instance => !liveInstances.Contains(instance));
        _engine = _engine with { LiveInstances = liveInstances };
        foreach (var id in isOneGone ? _actors.Keys : Enumerable.Empty<WorkflowId>())
        {
            WakeSoon(id);
        }
    }

    public void WakeSoon(WorkflowId id)
    {
        if (!_soon.Contains(id))
        {
            _soon.Add(id);
        }
    }

    /// <summary>Has every unfinished workflow woken at the next round.</summary>
    public void WakeAllSoon() => _allSoon = true;

    /// <summary>The hint may be lost; then the sweeper is what looks at the second claim.</summary>
    public void HedgeAt(WorkflowId id, DateTimeOffset? due)
    {
        if (_hedgeTimers.Remove(id, out var timer))
        {
            timer.Dispose();
        }

        if (due is { } at && !_world.Chance(3))
        {
            _hedgeTimers.Add(id, _world.Time.CreateTimer(_ => LookAtHedges(id), null, at - _world.Time.Now, Timeout.InfiniteTimeSpan));
        }
    }

    public void Drop(WorkflowId id) => _actors.Remove(id);

    public void DropIfIdle(WorkflowId id)
    {
        if (_actors.TryGetValue(id, out var actor) && actor.IsIdle)
        {
            _world.Log.Add("idle", id.Value);
            _actors.Remove(id);
        }
    }

    /// <summary>Everything in memory is gone; those who wait for an answer notice that none will come.</summary>
    public void Crash(Func<bool> writesArrive)
    {
        IsAlive = false;
        _world.Store.Disconnect(_connection, writesArrive);
        _world.Deliveries.Disconnect(this, writesArrive);
        _actors.Clear();
        _unanswered.ForEach(giveUp => giveUp());
        _unanswered.Clear();
    }

    /// <summary>Asks the workflow's actor here.</summary>
    public Task<Answer<T>> Ask<T>(WorkflowId id, Func<WorkflowActor, Task<T>> question)
    {
        var answered = new TaskCompletionSource<Answer<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _unanswered.Add(() => answered.TrySetResult(default));
        _ = Carry();
        return answered.Task;

        async Task Carry()
        {
            try
            {
                var value = await question(ActorOf(id));
                answered.TrySetResult(new Answer<T>(IsAlive && !_world.LosesAnswer(), value));
            }
            catch (StoreUnavailableException)
            {
                answered.TrySetResult(default);
            }
#pragma warning disable CA1031 // Nothing else may be thrown; the world stops at the next step and shows it.
            catch (Exception fault)
            {
                _world.Fail(fault);
            }
#pragma warning restore CA1031
        }
    }

    /// <summary>A round of the sweeper: at first every unfinished workflow, then what is overdue or was to be woken soon.</summary>
    public async Task Sweep()
    {
        if (_sweeping)
        {
            return;
        }

        _sweeping = true;
        try
        {
            LookAtPreferred();
            if (_allSoon)
            {
                await WakeAll();
            }

            var soon = _soon.ToList();
            _soon.Clear();
            await Wake(soon);
            await Wake(await _engine.Store.Overdue(_world.Time.Now, 1000, CancellationToken.None));
        }
        catch (StoreUnavailableException)
        {
            _world.Log.Add("sweep failed", Instance);
        }
        finally
        {
            _sweeping = false;
        }
    }

    private void LookAtPreferred()
    {
        if (_world.Preferences.HasOneGivenWay() && _world.Bug.TellsOfGivenWay)
        {
            WakeAllSoon();
        }
    }

    private async Task WakeAll()
    {
        try
        {
            _allSoon = false;
            await Wake(await _engine.Store.Unfinished(null, 1000, CancellationToken.None));
        }
        catch (StoreUnavailableException)
        {
            WakeAllSoon();
            throw;
        }
    }

    private async Task Wake(IReadOnlyList<WorkflowId> ids)
    {
        foreach (var (id, waking) in ids.Select(id => (id, WakeOne(id))).ToList())
        {
            if (!(await waking).IsGiven)
            {
                WakeSoon(id);
            }
        }
    }

    private Task<Answer<bool>> WakeOne(WorkflowId id)
    {
        _world.Log.Add("wake", id.Value);
        return _world.Cluster.Ask(id, async actor =>
        {
            await actor.Wake();
            return true;
        });
    }

    private void LookAtHedges(WorkflowId id)
    {
        if (IsAlive && Hosts(id))
        {
            _world.Log.Add("looks at hedges", id.Value);
            _ = Ask(id, async actor =>
            {
                await actor.LookAtHedges();
                return true;
            });
        }
    }

    private WorkflowActor ActorOf(WorkflowId id)
    {
        if (!_actors.TryGetValue(id, out var actor))
        {
            actor = new WorkflowActor(id, _engine, _world.Bug.Host(new Host(this, id)));
            _actors.Add(id, actor);
        }

        return actor;
    }

    private sealed class Host(SimulatedProcess process, WorkflowId workflow) : IActorHost
    {
        public void MayBeIdle() => process.DropIfIdle(workflow);

        public void WakeSoon(WorkflowId id) => process.WakeSoon(id);

        public void HedgeAt(DateTimeOffset? due) => process.HedgeAt(workflow, due);
    }
}

/// <summary>What came back; not given when the process crashed, the store was away, or the answer was lost on its way.</summary>
internal readonly record struct Answer<T>(bool IsGiven, T? Value);
