using Baton.Accounts;
using Baton.Callbacks;
using Baton.Contracts.Workflows;
using Baton.Hedging;
using Baton.Jobs;
using Baton.Offers;
using Baton.Providers;
using Baton.Workflows;

namespace Baton.Tests.Simulation;

/// <summary>
/// A few processes, workers and callers around one store, and everything that can go wrong between them. Chance comes from one seed only, so a seed is a
/// world: the same events in the same order, each time. At first things go wrong for some hundred steps; then faults stop, time goes on, and everything
/// must end.
/// </summary>
internal sealed class World
{
    /// <summary>Nothing may need to wait for this long once faults have stopped.</summary>
    public static readonly TimeSpan LongTimeout = TimeSpan.FromHours(2);

    public static readonly RetrySchedule Retries = new();

    public static readonly PauseSchedule Pauses = new();

    public static readonly CallbackSchedule Patience = new() { PauseMax = TimeSpan.FromSeconds(40) };

    public static readonly HedgingOptions Hedging = new() { Enabled = true, SamplesMin = 1, DelayMin = TimeSpan.FromSeconds(2) };

    private static readonly TimeSpan EndsWithin = TimeSpan.FromMinutes(15);

    private readonly Random _random;
    private readonly SimulatedLoop _loop = new();
    private readonly List<SimulatedCaller> _callers = [];
    private Exception? _failure;

    public World(int seed, PlantedBug bug, WorldShape shape, bool inWords = false)
    {
        Shape = shape;
        Recipes = new SimulatedRecipes([.. shape.Outside.Select(one => one.Provider)]);
        _random = new Random(seed);
        Bug = bug;
        Log = new EventLog(inWords);
        Store = new SimulatedStore(Committing);
        Ledger = new Ledger(Store, () => HedgeShare);
        Receiver = new Receiver(Store);
        Deliveries = new SimulatedDeliveries(this);
        Queues = new SimulatedQueues(this);
        Workers = new SimulatedWorkers(this);
        Operator = new SimulatedOperator(this);
        Offers = bug.Offers(Queues);
        Cluster = new SimulatedCluster(this);
        HedgeShare = shape.HedgeShares[Pick(shape.HedgeShares.Length)];
        Preferences = new SimulatedPreferences(this);
        _callers.Add(new SimulatedCaller(this, new AccountId("ann")));
        _callers.Add(new SimulatedCaller(this, new AccountId("bob")));
    }

    public WorldShape Shape { get; }

    public PlantedBug Bug { get; }

    /// <summary>False once faults have stopped.</summary>
    public bool IsFaulty { get; private set; } = true;

    public SimulatedCluster Cluster { get; }

    public SimulatedWorkers Workers { get; }

    /// <summary>How many second claims of jobs there may be in this world for each job that is claimed.</summary>
    public double HedgeShare { get; }

    public SimulatedPreferences Preferences { get; }

    public EventLog Log { get; }

    public SimulatedTime Time { get; } = new();

    public SimulatedStore Store { get; }

    public SimulatedRecipes Recipes { get; }

    public SimulatedQueues Queues { get; }

    public SimulatedOperator Operator { get; }

    public IOffers Offers { get; }

    public Ledger Ledger { get; }

    public SimulatedDeliveries Deliveries { get; }

    public Receiver Receiver { get; }

    public SimulatedShop Shop { get; } = new();

    /// <summary>Runs the world to its end; throws when an invariant breaks on the way.</summary>
    public void Run() => _loop.Run(() =>
    {
        Cluster.Start();
        Workers.AddOutside();
        for (var step = 0; step < Shape.Steps; step++)
        {
            Step(maySubmit: step < Shape.Steps / 2);
            _loop.Drain();
            Check();
        }

        ComeToRest();
    });

    public int Pick(int count) => _random.Next(count);

    /// <summary>True once in so many times.</summary>
    public bool Chance(int outOf) => _random.Next(outOf) == 0;

    public bool LosesAnswer() => IsFaulty && Chance(30);

    /// <summary>The first failure counts; it is thrown at the end of the step.</summary>
    public void Fail(Exception failure) => _failure ??= failure;

    private void Step(bool maySubmit)
    {
        switch (Pick(101))
        {
            case < 30:
                AdvanceStore();
                break;
            case < 38:
                AdvanceDelivery();
                break;
            case < 64:
                Workers.AnyBusy().TakeTurn(honest: false);
                break;
            case < 76:
                _callers[Pick(_callers.Count)].TakeTurn(maySubmit);
                break;
            case < 83:
                _ = Cluster.Any()?.Sweep();
                break;
            case < 95:
                Time.Advance(TimeSpan.FromMilliseconds(Chance(Shape.LeapsOneIn) ? Pick(70_000) : Pick(2_000)));
                break;
            case < 97:
                Cluster.CrashOrRestart();
                break;
            case < 98 when Preferences.Exist:
                Preferences.ComeOrGo();
                break;
            case < 99:
                Operator.TakeTurn(Workers.Any());
                break;
            default:
                Cluster.SettleDoubles();
                break;
        }
    }

    private void AdvanceStore()
    {
        if (Store.Operations.Count > 0)
        {
            var chance = Pick(40);
            var fault = chance >= Shape.StoreFaultsInForty ? StoreFault.None : chance % 3 == 2 ? StoreFault.AfterApplying : StoreFault.BeforeApplying;
            Store.Advance(Store.Operations[Pick(Store.Operations.Count)], fault);
        }
    }

    private void AdvanceDelivery()
    {
        if (Deliveries.Count > 0)
        {
            Deliveries.Advance(honest: false);
        }
    }

    private void Check()
    {
        Queues.Check();
        if (_failure is { } failure)
        {
            throw failure;
        }

        Ledger.CheckIfChanged();
    }

    private void Committing(WorkflowState? before, WorkflowState after)
    {
        Log.Add("commit", after.Id.Value, (long)after.Status);
        CommitRules.Check(before, after, Ledger, Recipes);
    }

    private void ComeToRest()
    {
        Log.Add("faults stop");
        IsFaulty = false;
        Cluster.Start();
        Cluster.SettleDoubles();
        Operator.Settle(Recipes.Everybody);
        Preferences.Settle();
        Workers.Settle();
        var limit = Time.Now + EndsWithin;
        SettleDown();
        if (Preferences.NorthIsBusyUntil is not null && Chance(2))
        {
            Preferences.ComeOrGo();
            SettleDown();
            Preferences.CheckNobodyIsHeldBack();
            Preferences.ComeOrGo();
        }

        for (SettleDown(); Store.NextWakeUp() is { } due; SettleDown())
        {
            if (Preferences.IsNorthFreeAgain())
            {
                Preferences.CheckNothingWaits();
            }

            if (Time.Now > limit)
            {
                var late = Store.Find(Store.NextToWake())!;
                throw new BrokenInvariantException(late.Status.IsTerminal()
                    ? $"InOrder: {late.Id} has not told all {EndsWithin} after the last fault."
                    : $"Ends: {late.Id} is still {late.Status} {EndsWithin} after the last fault. {late}");
            }

            var second = TimeSpan.FromSeconds(1);
            Time.Advance(due - Time.Now > second ? Min(due - Time.Now, TimeSpan.FromMinutes(1)) : second);
        }

        Receiver.CheckAllTold();
    }

    /// <summary>Everybody does what can be done without time going on.</summary>
    private void SettleDown()
    {
        Cluster.Sweep();
        bool busy;
        do
        {
            _loop.Drain();
            busy = Store.Operations.Count > 0;
            while (Store.Operations.Count > 0)
            {
                Store.Advance(Store.Operations[0], StoreFault.None);
                _loop.Drain();
            }

            busy |= Deliveries.Count > 0;
            while (Deliveries.Count > 0)
            {
                Deliveries.Advance(honest: true);
                _loop.Drain();
            }

            busy |= Workers.TakeTurns();
            _loop.Drain();
            Check();
        }
        while (busy);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
