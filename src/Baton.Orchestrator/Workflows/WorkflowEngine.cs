using System.Collections.Immutable;
using Baton.Accounts;
using Baton.Callbacks;
using Baton.Claims;
using Baton.Hedging;
using Baton.Live;
using Baton.Moderation;
using Baton.Offers;
using Baton.Providers;
using Baton.Recipes;
using Baton.Steps;
using Baton.Storage;

namespace Baton.Workflows;

/// <summary>What all workflows of a process share: the rules, and the ways outside.</summary>
/// <param name="LeaseGraceEnd">
/// Claims of remote workers last until this at least: who renewed one while this process was not there to hear it must not lose it.
/// </param>
/// <param name="Ended">Told once of each workflow that ends here, by its account.</param>
/// <param name="Queued">Told how many jobs of a workflow wait for a worker, whenever that changes.</param>
/// <param name="LiveInstances">The process instances whose in-process workers are alive.</param>
internal sealed record WorkflowEngine(
    WorkflowMachine Machine,
    IStepPlanner Planner,
    RecipeCatalogue Recipes,
    IWorkflowStore Store,
    IOffers Offers,
    ICallbacks Callbacks,
    TimeProvider Time,
    DateTimeOffset LeaseGraceEnd,
    Action<AccountId> Ended,
    Action<AccountId, WorkflowId, int> Queued,
    ImmutableArray<string> LiveInstances)
{
    /// <summary>Told of every state that has become durable.</summary>
    public Action<LiveChange> Changed { get; init; } = _ => { };

    /// <summary>Told of every claim that ended: whose it was and what came of it.</summary>
    public Action<ProviderId, ClaimResult> ClaimEnded { get; init; } = (_, _) => { };

    /// <summary>Looks at the texts of jobs before they are offered; null when nobody does.</summary>
    public IModerator? Moderator { get; init; }

    /// <summary>Whether jobs run unseen while the moderator is away.</summary>
    public bool ModerationFailsOpen { get; init; }

    /// <summary>Lets jobs that take too long be claimed twice; null when the operator does not allow it.</summary>
    public JobHedging? Hedging { get; init; }

    /// <summary>True when the job may safely run twice.</summary>
    public bool IsRepeatable(JobPlan plan) => Recipes.Find(plan.Type)?.Repeatable == true;

    /// <summary>What the job needs that a worker may have locally.</summary>
    public ImmutableArray<string> ResourcesOf(JobPlan plan) => Recipes.Find(plan.Type)?.ResourcesOf(plan.Input) ?? [];
}
