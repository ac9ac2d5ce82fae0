using System.Collections.Immutable;
using System.Text.Json;
using Baton.Accounts;
using Baton.Callbacks;
using Baton.Claims;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Offers;
using Baton.Providers;
using Baton.Steps;
using Baton.Storage;
using Baton.Tests.Simulation;
using Baton.Workflows;
using Baton.Recipes;

namespace Baton.Tests.Workflows;

/// <summary>One actor on a thread of its own, before a store that answers when the test says so.</summary>
internal sealed class OneActor : IActorHost, IOffers, ICallbacks, IWorkflowStore
{
    public static readonly WorkflowId Id = new("wf_1");
    public static readonly JobId Job = JobId.For(Id, step: 0, number: 0);
    public static readonly WorkerId Worker = new("worker");

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly SimulatedLoop _loop = new();
    private readonly SimulatedTime _time = new();
    private readonly SimulatedStore _store;
    private readonly StoreConnection _connection;

    public OneActor()
    {
        _store = new SimulatedStore((_, _) => { });
        _connection = new StoreConnection(_store);
        Actor = NewActor();
    }

    public WorkflowActor Actor { get; }

    public List<JobOffer> Offered { get; } = [];

    public List<WorkflowId> WokenSoon { get; } = [];

    /// <summary>Thrown by the next save, before it becomes a task.</summary>
    public Exception? NextSaveThrows { get; set; }

    public WorkflowState? OnDisk => _store.Find(Id);

    /// <summary>Another actor of the same workflow, as when two processes believe to host it.</summary>
    public WorkflowActor NewActor()
    {
        var recipes = new SimulatedRecipes();
        return new WorkflowActor(Id, new WorkflowEngine(new WorkflowMachine(recipes, new RetrySchedule(), new CallbackSchedule()), recipes, SimulatedRecipes.Catalogue, this, this, this, _time, DateTimeOffset.MinValue, _ => { }, (_, _, _) => { }, ["p"]), this);
    }

    public Task<T> Ask<T>(Func<WorkflowActor, Task<T>> question, WorkflowActor? actor = null)
    {
        Task<T>? asked = null;
        _loop.Run(() =>
        {
            asked = question(actor ?? Actor);
            _loop.Drain();
        });
        return asked!;
    }

    public Task<bool> Wake() => Ask(async actor =>
    {
        await actor.Wake();
        return true;
    });

    /// <summary>The store carries out all that waits, and all that follows.</summary>
    public void StoreAnswers(StoreFault fault = StoreFault.None) => _loop.Run(() =>
    {
        while (_store.Operations.Count > 0)
        {
            _store.Advance(_store.Operations[0], fault);
            _loop.Drain();
        }
    });

    /// <summary>A workflow of one step that emits a job is on disk.</summary>
    public OneActor Submitted(string type, string input = "1")
    {
        Ask(actor => actor.Submit(AWorkflow(type, input), key: null));
        StoreAnswers();
        return this;
    }

    public static WorkflowState AWorkflow(string type, string input = "1") => new()
    {
        Id = Id,
        Account = new AccountId("ann"),
        CreatedAt = new SimulatedTime().Now,
        Definition = new WorkflowDefinition { Steps = [new StepDefinition("0", type, JsonElement.Parse(input), Priority.Normal, TimeSpan.FromMinutes(10), 0, [])] },
        Steps = [new StepState()],
    };

    public static WorkflowCommand.Claim Claim(ProviderId provider) => new(Job, provider, Worker, Lease, WorkflowStatus.Processing);

    public static WorkflowCommand.Renew Renew(double? progress) => new(Job, new ClaimHolder(Worker, Epoch: 1), Lease, WorkflowStatus.Processing, progress);

    public static WorkflowCommand.Complete Complete() => new(Job, new ClaimHolder(Worker, Epoch: 1), JsonElement.Parse("{}"), []);

    public void MayBeIdle()
    {
    }

    public void WakeSoon(WorkflowId id) => WokenSoon.Add(id);

    public void HedgeAt(DateTimeOffset? due)
    {
    }

    public bool HavePreferences => false;

    public Viability ViabilityOf(JobPlan job) => new(SimulatedRecipes.ProvidersOf(job.Type), "Nobody runs it.");

    public void Offer(JobOffer offer, ImmutableArray<ProviderId> providers) => Offered.Add(offer);

    public void Withdraw(JobId job, ImmutableArray<ProviderId> providers)
    {
    }

    public Task<CallbackOutcome> Deliver(WorkflowState workflow, int endpoint, CallbackEvent happened) =>
        throw new NotSupportedException("No workflow here has callbacks.");

    public Task<IReadOnlyList<WorkflowState>> WithParkedCallbacks(AccountId account, WorkflowId? after, int max, CancellationToken cancellationToken) =>
        _connection.WithParkedCallbacks(account, after, max, cancellationToken);

    public Task<SaveResult> Save(WorkflowWrite write)
    {
        if (NextSaveThrows is { } fault)
        {
            NextSaveThrows = null;
            throw fault;
        }

        return _connection.Save(write);
    }

    public Task<StoredWorkflow?> Load(WorkflowId id, CancellationToken cancellationToken) => _connection.Load(id, cancellationToken);

    public Task<WorkflowState?> Find(AccountId account, WorkflowId id, CancellationToken cancellationToken) => _connection.Find(account, id, cancellationToken);

    public Task<bool> Has(AccountId account, WorkflowId id, CancellationToken cancellationToken) => _connection.Has(account, id, cancellationToken);

    public Task<IReadOnlyList<WorkflowState>> Query(WorkflowQuery query, CancellationToken cancellationToken) => _connection.Query(query, cancellationToken);

    public Task<WorkflowId?> FindByExternalId(AccountId account, string externalId, CancellationToken cancellationToken) =>
        _connection.FindByExternalId(account, externalId, cancellationToken);

    public Task<IReadOnlyList<WorkflowId>> Overdue(DateTimeOffset now, int max, CancellationToken cancellationToken) => _connection.Overdue(now, max, cancellationToken);

    public Task<IReadOnlyList<WorkflowId>> Unfinished(WorkflowId? after, int max, CancellationToken cancellationToken) =>
        _connection.Unfinished(after, max, cancellationToken);

    public Task<IReadOnlyList<(AccountId Account, int Count)>> CountUnfinished(CancellationToken cancellationToken) =>
        _connection.CountUnfinished(cancellationToken);

    public Task<int> Forget(DateTimeOffset endedBefore, DateTimeOffset keysBefore, int max, CancellationToken cancellationToken) =>
        _connection.Forget(endedBefore, keysBefore, max, cancellationToken);
}
