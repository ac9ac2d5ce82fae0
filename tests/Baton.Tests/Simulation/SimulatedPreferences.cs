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
internal sealed class SimulatedPreferences
{
    /// <summary>So long after its time to spill over has come a job may still wait in a quiet world.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(2);

    private readonly World _world;
    private readonly ProviderTerms _others;
    private readonly ProviderTerms _north;
    private readonly PreferredProviders _preferred;
    private DateTimeOffset? _gaveWayAt;
    private DateTimeOffset? _pausedUntil;
    private bool _isNorthThere = true;

    public SimulatedPreferences(World world)
    {
        _world = world;
        _others = new ProviderTerms { SpillAfter = TimeSpan.FromSeconds(1 + world.Pick(60)) };
        _north = _others with { Preference = 1 };
        _preferred = new PreferredProviders(TermsOf, CanBegin);
        Exist = world.Chance(world.Shape.PreferencesOneIn);
    }

    public bool Exist { get; }

    /// <summary>While this is set, north takes nothing although it is there.</summary>
    public DateTimeOffset? NorthIsBusyUntil { get; private set; }

    public ImmutableArray<SpillCandidate> Of(ImmutableArray<ProviderId> providers) =>
        Exist ? _preferred.StandingsOf(providers) : [];

    /// <summary>True when north can begin nothing any more and jobs wait for it.</summary>
    public bool HasOneGivenWay() => Exist && _preferred.HasOneGivenWay();

    /// <summary>North goes, or comes back.</summary>
    public void ComeOrGo()
    {
        _isNorthThere = !_isNorthThere;
        _gaveWayAt = _world.Time.Now;
        _world.Log.Add(_isNorthThere ? "north comes" : "north goes");
    }

    /// <summary>An operator has stopped a provider, or lets it go on.</summary>
    public void Changed(ProviderId provider) => _gaveWayAt = provider == SimulatedRecipes.North ? _world.Time.Now : _gaveWayAt;

    /// <summary>A provider has heard what came of a claim, which may have paused it.</summary>
    public void Noted(ProviderId provider)
    {
        if (provider == SimulatedRecipes.North && _world.Queues.Of(provider).PausedUntil is { } until && !(until <= _pausedUntil))
        {
            _pausedUntil = until;
        }
    }

    /// <summary>For the end: north is there, and in some worlds busy for long enough that all must go elsewhere.</summary>
    public void Settle()
    {
        if (!_isNorthThere)
        {
            ComeOrGo();
        }

        NorthIsBusyUntil = Exist && _world.Chance(2) ? _world.Time.Now + TimeSpan.FromMinutes(5) : null;
    }

    /// <summary>True once, when north has been busy for so long.</summary>
    public bool IsNorthFreeAgain()
    {
        if (!(NorthIsBusyUntil <= _world.Time.Now))
        {
            return false;
        }

        NorthIsBusyUntil = null;
        return true;
    }

    /// <summary>
    /// Holds an offer against the rule. The offer is made from what is on disk, but perhaps by one who has not heard of the latest; so only what was never otherwise counts: north could begin since the
    /// workflow was made, had no trouble with the job, and the job cannot have waited for so long.
    /// </summary>
    public void CheckOffer(JobOffer offer, ProviderId to)
    {
        if (!Exist || to == SimulatedRecipes.North || offer.Type is not (SimulatedRecipes.Remote or SimulatedRecipes.Paid)
            || _world.Store.Find(offer.Workflow) is not { } workflow || !workflow.TryFindJob(offer.Job, out var step, out var index))
        {
            return;
        }

        var job = workflow.Steps[step].Jobs[index];
        var isEarly = _world.Time.Now < workflow.CreatedAt + _others.SpillAfter && CanBegin(SimulatedRecipes.North) && !(_gaveWayAt >= workflow.CreatedAt) && !(_pausedUntil >= workflow.CreatedAt);
        if (isEarly && job.TroubleWith(SimulatedRecipes.North) is null && job.Requests is null)
        {
            _world.Fail(new BrokenInvariantException($"Preferred: {offer.Job} was offered to {to} while north had it for itself."));
        }
    }

    /// <summary>For when nothing happens any more and north is not there: nobody is kept from a job because of it.</summary>
    public void CheckNobodyIsHeldBack()
    {
        var all = _world.Store.Ids.SelectMany(id => _world.Store.Find(id)!.Steps).SelectMany(step => step.Jobs);
        if (all.FirstOrDefault(job => job is { Status: WorkflowStatus.Unassigned, SpillAt: not null }) is { } late)
        {
            throw new BrokenInvariantException($"Preferred: {late.Id} is kept for north, which is not there.");
        }
    }

    /// <summary>Of what is on disk nothing waits that has waited its time and that somebody else than north could do.</summary>
    public void CheckNothingWaits()
    {
        foreach (var workflow in _world.Store.Ids.Select(id => _world.Store.Find(id)!).Where(workflow => !workflow.Status.IsTerminal()))
        {
            for (var i = 0; i < workflow.Steps.Length; i++)
            {
                var elsewhere = _world.Recipes.For(workflow.Definition.Steps[i].Type).Remove(SimulatedRecipes.North);
                if (workflow.Steps[i].Jobs.FirstOrDefault(job => HasWaited(job, workflow.Steps[i].ReadyAt) && elsewhere.Any(provider => IsFreeFor(job, provider))) is { } late)
                {
                    throw new BrokenInvariantException($"Preferred: {late.Id} still waits for north, which is busy, though others could do it.");
                }
            }
        }
    }

    private bool HasWaited(JobState job, DateTimeOffset? readyAt) =>
        job.Status == WorkflowStatus.Unassigned && (job.WaitsSince ?? readyAt) + _others.SpillAfter + Slack < _world.Time.Now;

    private bool IsFreeFor(JobState job, ProviderId provider) =>
        provider != SimulatedRecipes.Idle && !_world.Queues.Of(provider).IsPaused && job.TroubleWith(provider) is null && job.Requests is null;

    private ProviderTerms TermsOf(ProviderId provider) => provider == SimulatedRecipes.North ? _north : _others;

    private bool CanBegin(ProviderId provider) =>
        (provider != SimulatedRecipes.North || _isNorthThere) && !_world.Operator.HasStopped(provider) && !_world.Queues.Of(provider).IsPaused;
}
