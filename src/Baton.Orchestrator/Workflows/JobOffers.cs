using System.Collections.Immutable;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Moderation;
using Baton.Offers;
using Baton.Providers;
using Baton.Recipes;

namespace Baton.Workflows;

/// <summary>
/// Keeps the providers told of one workflow's jobs: each job that waits is offered once to every provider that is viable for it and not held back, because others are preferred,
/// and taken back from the others when one has won it.
/// </summary>
/// <param name="moderation">Looks at jobs before they are offered; null when nobody does.</param>
internal sealed class JobOffers(WorkflowEngine engine, JobModeration? moderation)
{
    private readonly Dictionary<int, (WorkflowDefinition Definition, ImmutableArray<JobPlan> Jobs)> _plans = [];
    private readonly Dictionary<JobId, Offered> _offered = [];
    private WorkflowDefinition? _definition;

    /// <summary>Where the state stands that offers are made from.</summary>
    public enum Phase
    {
        /// <summary>Decided in memory: only jobs that may run twice are offered.</summary>
        Decided,

        /// <summary>On disk: every job is.</summary>
        OnDisk,
    }

    /// <summary>What the job is to do; null for one that only says what was wrong with its step's input.</summary>
    public JobPlan? PlanOf(WorkflowState workflow, int step, JobState job) => PlanOf(workflow, step).ElementAtOrDefault(job.Item);

    /// <summary>True when the job may safely run twice.</summary>
    public bool IsRepeatable(WorkflowState workflow, JobId id) =>
        workflow.TryFindJob(id, out var step, out var index)
        && PlanOf(workflow, step, workflow.Steps[step].Jobs[index]) is { } plan
        && engine.IsRepeatable(plan);

    /// <summary>
    /// True when the provider runs jobs like this one and moderation has cleared it. An offer from before the step was changed may have reached one that does not.
    /// </summary>
    public bool IsOpenTo(ProviderId provider, WorkflowState workflow, JobId id) =>
        workflow.TryFindJob(id, out var step, out var index)
        && workflow.Steps[step].Jobs[index] is var job
        && IsCleared(job)
        && PlanOf(workflow, step, job) is { } plan
        && (job.WantsHedge ? OpenTo(workflow, step, job, plan) : engine.Offers.ViabilityOf(plan).Providers).Contains(provider);

    /// <summary>True when somebody could claim the job a second time beside the one that has it.</summary>
    public bool HasSecond(WorkflowState workflow, int step, JobState job) => PlanOf(workflow, step, job) is { } plan && !OpenTo(workflow, step, job, plan).IsEmpty;

    /// <summary>A worker took the offer and did not get the job; others may still want it, so it is offered again with the next change.</summary>
    public void TakenInVain(JobId job) => _offered.Remove(job);

    private ImmutableArray<JobPlan> PlanOf(WorkflowState workflow, int step)
    {
        if (!_plans.TryGetValue(step, out var plan) || !ReferenceEquals(plan.Definition, workflow.Definition))
        {
            plan = (workflow.Definition, engine.Planner.Plan(workflow, step).Jobs);
            _plans[step] = plan;
        }

        return plan.Jobs;
    }

    /// <summary>Everything waits to be planned and offered again.</summary>
    public void Forget()
    {
        _plans.Clear();
        _offered.Clear();
    }

    /// <summary>
    /// Gives up the jobs that no provider is registered or left for, blocks and rates what moderation says, writes down until when providers are held back, until nothing is left to be decided so.
    /// </summary>
    public WorkflowState Triage(WorkflowState workflow)
    {
        ForgetIfChanged(workflow);
        while (!workflow.Status.IsTerminal() && FindToDecide(workflow) is { } command)
        {
            workflow = Decide(workflow, command);
        }

        return HoldBack(workflow);
    }

    private WorkflowState Decide(WorkflowState workflow, WorkflowCommand command) =>
        ((WorkflowDecision.Accepted)engine.Machine.Decide(workflow, command, engine.Time.GetUtcNow())).Next;

    /// <summary>All jobs at once: a step may have thousands, and most often all of them wait for the same.</summary>
    private WorkflowState HoldBack(WorkflowState workflow)
    {
        if (!engine.Offers.HavePreferences || workflow.Status.IsTerminal())
        {
            return workflow;
        }

        var until = ImmutableDictionary.CreateBuilder<JobId, DateTimeOffset?>();
        for (var i = 0; i < workflow.Steps.Length; i++)
        {
            foreach (var job in workflow.Steps[i].Jobs.Where(job => job.Status == WorkflowStatus.Unassigned))
            {
                if (SpillOver.NextAt(HeldBackFrom(workflow, i, job, engine.Offers.ViabilityOf(PlanOf(workflow, i, job)!))) is var next && next != job.SpillAt)
                {
                    until.Add(job.Id, next);
                }
            }
        }

        return until.Count == 0 ? workflow : Decide(workflow, new WorkflowCommand.HoldBack(until.ToImmutable()));
    }

    /// <summary>Offers what waits and has not been offered; takes back what is no longer to be had.</summary>
    public void Update(WorkflowState workflow, Phase phase)
    {
        ForgetIfChanged(workflow);
        for (var i = 0; i < workflow.Steps.Length; i++)
        {
            foreach (var job in workflow.Steps[i].Jobs)
            {
                if (job.Status == WorkflowStatus.Unassigned || job.WantsHedge)
                {
                    Offer(workflow, i, job, phase);
                }
                else
                {
                    Withdraw(job);
                }
            }
        }
    }

    /// <summary>A changed step may have another priority, jobs for other providers, or other texts.</summary>
    private void ForgetIfChanged(WorkflowState workflow)
    {
        if (!ReferenceEquals(_definition, workflow.Definition))
        {
            _definition = workflow.Definition;
            _offered.Clear();
            moderation?.Forget();
        }
    }

    private void Offer(WorkflowState workflow, int step, JobState job, Phase phase)
    {
        if ((_offered.TryGetValue(job.Id, out var known) && known.IsStillSo(job)) || !IsCleared(job))
        {
            return;
        }

        var plan = PlanOf(workflow, step, job)!;
        if (phase == Phase.Decided && !engine.IsRepeatable(plan))
        {
            return;
        }

        var providers = OpenTo(workflow, step, job, plan);
        if (providers.IsEmpty)
        {
            return; // All of them pause; the wake-up on disk brings the job back here.
        }

        _offered[job.Id] = new Offered(providers, job.WantsHedge, job.SpillAt);
        var definition = workflow.Definition.Steps[step];
        var offer = new JobOffer(workflow.Id, job.Id, plan.Type, definition.Priority, workflow.Account, workflow.CreatedAt) { Resources = engine.ResourcesOf(plan) };

        // Where it failed before, the account's other jobs go first: one that brings a provider down must not be the one by which it is tried again and again.
        foreach (var group in providers.GroupBy(provider => job.TroubleWith(provider) is null ? workflow.CreatedAt : engine.Time.GetUtcNow()))
        {
            engine.Offers.Offer(offer with { Since = group.Key }, [.. group]);
        }
    }

    /// <summary>One that somebody has was cleared before.</summary>
    private bool IsCleared(JobState job) => job.Lease is not null || moderation?.IsCleared(job.Id) != false;

    private void Withdraw(JobState job)
    {
        moderation?.Forget(job.Id);
        if (_offered.Remove(job.Id, out var offer) && (offer.To.Length > 1 || job.Lease is null))
        {
            engine.Offers.Withdraw(job.Id, offer.To);
        }
    }

    /// <summary>The providers that may claim the job now. For a second claim others than the one that has it; if there are none, another worker of the same.</summary>
    private ImmutableArray<ProviderId> OpenTo(WorkflowState workflow, int step, JobState job, JobPlan plan)
    {
        var now = engine.Time.GetUtcNow();
        var heldFor = job.HeldFor(now);
        var viable = engine.Offers.ViabilityOf(plan);
        var later = job.Lease is { } first ? SpillOver.TooDearBeside(first.Provider, viable.Standings)
            : job.SpillAt is null ? []
            : [.. HeldBackFrom(workflow, step, job, viable).Select(held => held.Provider)];
        var open = viable.Providers.RemoveAll(provider =>
            (heldFor is not null && heldFor != provider)
            || later.Contains(provider)
            || (job.TroubleWith(provider) is { } trouble && (trouble.Exhausted || trouble.PausedUntil > now)));
        return job.Lease is { } lease && open.Remove(lease.Provider) is { IsEmpty: false } others ? others : open;
    }

    private ImmutableArray<HeldBack> HeldBackFrom(WorkflowState workflow, int step, JobState job, Viability viable) =>
        SpillOver.HeldBackFrom(job, workflow.Steps[step].ReadyAt!.Value, viable.Standings, engine.Time.GetUtcNow());

    private WorkflowCommand? FindToDecide(WorkflowState workflow)
    {
        for (var i = 0; i < workflow.Steps.Length; i++)
        {
            foreach (var job in workflow.Steps[i].Jobs)
            {
                if (job.Status == WorkflowStatus.Unassigned && ToDecide(workflow, i, job) is { } command)
                {
                    return command;
                }
            }
        }

        return null;
    }

    private WorkflowCommand? ToDecide(WorkflowState workflow, int step, JobState job) =>
        WhyHopeless(workflow, step, job) is { } why ? new WorkflowCommand.Abandon(job.Id, why) : moderation?.Look(workflow, job, PlanOf(workflow, step, job)!);

    private string? WhyHopeless(WorkflowState workflow, int step, JobState job)
    {
        var viable = engine.Offers.ViabilityOf(PlanOf(workflow, step, job)!);
        if (viable.Providers.IsEmpty)
        {
            return viable.WhyNone;
        }

        return viable.Providers.All(provider => job.TroubleWith(provider) is { Exhausted: true })
            ? string.Join(' ', job.Troubles.Select(trouble => $"{trouble.Provider}: {trouble.Detail}"))
            : null;
    }

    /// <summary>What providers were told of a job.</summary>
    private readonly record struct Offered(ImmutableArray<ProviderId> To, bool AsHedge, DateTimeOffset? SpillAt)
    {
        /// <summary>False when others may have the job now.</summary>
        public bool IsStillSo(JobState job) => AsHedge == job.WantsHedge && SpillAt == job.SpillAt;
    }
}
