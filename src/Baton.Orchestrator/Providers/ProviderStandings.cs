using System.Collections.Immutable;
using Baton.Offers;
using Baton.Operators;
using Baton.Workers;

namespace Baton.Providers;

/// <summary>How providers stand beside each other at this moment: which is preferred, and whether anybody need wait for it.</summary>
internal sealed class ProviderStandings
{
    private readonly ProviderDirectory _directory;
    private readonly ProviderTermsTable _terms;
    private readonly WorkerRegistry _workers;
    private readonly OperatorModes _operators;
    private readonly ProviderMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly PreferredProviders _preferred;

    public ProviderStandings(ProviderDirectory directory, ProviderTermsTable terms, WorkerRegistry workers, OperatorModes operators, ProviderMetrics metrics, TimeProvider time)
    {
        (_directory, _terms, _workers, _operators, _metrics, _time) = (directory, terms, workers, operators, metrics, time);
        HavePreferences = terms.HasPreferences;
        _preferred = new PreferredProviders(terms.Of, CanBegin);
    }

    /// <summary>True when some provider may be preferred to another.</summary>
    public bool HavePreferences { get; }

    /// <summary>Each of these; none when nobody of them is preferred to another, as most often.</summary>
    public ImmutableArray<SpillCandidate> Of(ImmutableArray<ProviderId> providers) =>
        HavePreferences ? _preferred.StandingsOf(providers) : [];

    public SpillCandidate Of(ProviderId provider) => new(provider, _terms.Of(provider), CanBegin(provider));

    /// <summary>True when a provider that jobs wait for can begin nothing any more, and could when it was last said how it stands.</summary>
    public bool HasOneGivenWay() => _preferred.HasOneGivenWay();

    private bool CanBegin(ProviderId provider)
    {
        if (_operators.Of(provider) is not null || _metrics.GaugesOf(provider).PausedUntil > _time.GetUtcNow())
        {
            return false;
        }

        return _directory.Pools.FirstOrDefault(pool => pool.Pool.Name == provider.Value) is { } inside
            ? inside.Tool.Present && inside.Pool.IsReady?.Invoke() != false
            : _workers.IsSomebodyThere(provider, worker => _operators.Of(worker.Id) is null);
    }
}
