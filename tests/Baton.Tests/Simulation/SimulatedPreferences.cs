using System.Collections.Immutable;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Offers;
using Baton.Providers;

namespace Baton.Tests.Simulation;

/// <summary>
/// Who is preferred. In some worlds nobody is; in the others north goes before all that can do the same, and comes and goes. Held against what others are offered, and against what still waits in the end
/// while north is there and too busy to take anything.
/// </summary>
internal sealed class SimulatedPreferences(World world)
{
    /// <summary>So long after its time to spill over has come a job may still wait in a quiet world.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(2);

    private readonly ProviderTerms _others = new() { SpillAfter = TimeSpan.FromSeconds(1 + world.Pick(60)) };
    private DateTimeOffset? _gaveWayAt;
    private bool _isNorthThere = true;

    public bool Exist { get; } = world.Chance(2);

    /// <summary>While this is set, north takes nothing although it is there.</summary>
    public DateTimeOffset? NorthIsBusyUntil { get; private set; }

    public ImmutableArray<SpillCandidate> Of(ImmutableArray<ProviderId> providers) => Exist && providers.Length > 1 && providers.Contains(SimulatedRecipes.North)
        ? [.. providers.Select(provider => provider == SimulatedRecipes.North ? new SpillCandidate(provider, _others with { Preference = 1 }, _isNorthThere) : new SpillCandidate(provider, _others, CanBegin: true))]
        : [];

    /// <summary>North goes, of which those are told that wait for it, or comes back.</summary>
    public void ComeOrGo()
    {
        _isNorthThere = !_isNorthThere;
        _gaveWayAt = world.Time.Now;
        world.Log.Add(_isNorthThere ? "north comes" : "north goes");
        if (!_isNorthThere)
        {
            world.WakeAll();
        }
    }

    /// <summary>For the end: north is there, and in some worlds busy for long enough that all must go elsewhere.</summary>
    public void Settle()
    {
        if (!_isNorthThere)
        {
            ComeOrGo();
        }

        NorthIsBusyUntil = Exist && world.Chance(2) ? world.Time.Now + TimeSpan.FromMinutes(5) : null;
    }

    /// <summary>True once, when north has been busy for so long.</summary>
    public bool IsNorthFreeAgain()
    {
        if (!(NorthIsBusyUntil <= world.Time.Now))
        {
            return false;
        }

        NorthIsBusyUntil = null;
        return true;
    }

    /// <summary>
    /// Holds an offer against the rule. The offer is made from what is on disk, but perhaps by one who has not heard of the latest; so only what was never otherwise counts: north has been there since the
    /// workflow was made, had no trouble with the job, and the job cannot have waited for so long.
    /// </summary>
    public void CheckOffer(JobOffer offer, ProviderId to)
    {
        if (!Exist || to == SimulatedRecipes.North || offer.Type is not (SimulatedRecipes.Remote or SimulatedRecipes.Paid)
            || world.Store.Find(offer.Workflow) is not { } workflow || !workflow.TryFindJob(offer.Job, out var step, out var index))
        {
            return;
        }

        var job = workflow.Steps[step].Jobs[index];
        var isEarly = world.Time.Now < workflow.CreatedAt + _others.SpillAfter && _isNorthThere && !(_gaveWayAt >= workflow.CreatedAt);
        if (isEarly && job.TroubleWith(SimulatedRecipes.North) is null && job.Requests is null)
        {
            world.Fail(new BrokenInvariantException($"Preferred: {offer.Job} was offered to {to} while north had it for itself."));
        }
    }

    /// <summary>Of what is on disk nothing waits that has waited its time and that somebody else than north could do.</summary>
    public void CheckNothingWaits()
    {
        foreach (var workflow in world.Store.Ids.Select(id => world.Store.Find(id)!).Where(workflow => !workflow.Status.IsTerminal()))
        {
            for (var i = 0; i < workflow.Steps.Length; i++)
            {
                var elsewhere = world.Recipes.For(workflow.Definition.Steps[i].Type).Remove(SimulatedRecipes.North);
                if (workflow.Steps[i].Jobs.FirstOrDefault(job => HasWaited(job, workflow.Steps[i].ReadyAt) && elsewhere.Any(provider => IsFreeFor(job, provider))) is { } late)
                {
                    throw new BrokenInvariantException($"Preferred: {late.Id} still waits for north, which is busy, though others could do it.");
                }
            }
        }
    }

    private bool HasWaited(JobState job, DateTimeOffset? readyAt) =>
        job.Status == WorkflowStatus.Unassigned && (job.WaitsSince ?? readyAt) + _others.SpillAfter + Slack < world.Time.Now;

    private static bool IsFreeFor(JobState job, ProviderId provider) =>
        provider != SimulatedRecipes.Idle && job.TroubleWith(provider) is null && job.Requests is null;
}
