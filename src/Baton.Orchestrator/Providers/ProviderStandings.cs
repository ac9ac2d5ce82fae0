using System.Collections.Immutable;
using Baton.Offers;
using Baton.Operators;
using Baton.Workers;

namespace Baton.Providers;

/// <summary>How providers stand beside each other at this moment: which is preferred, and whether anybody need wait for it.</summary>
internal sealed class ProviderStandings(ProviderDirectory directory, ProviderTermsTable terms, WorkerRegistry workers, OperatorModes operators, ProviderMetrics metrics, TimeProvider time)
{
    /// <summary>True when some provider may be preferred to another.</summary>
    public bool HavePreferences { get; } = terms.HasPreferences;

    /// <summary>Each of these; none when nobody of them is preferred to another, as most often.</summary>
    public ImmutableArray<SpillCandidate> Of(ImmutableArray<ProviderId> providers) =>
        HavePreferences && providers.Length > 1 && providers.Select(provider => terms.Of(provider).Preference).Distinct().Skip(1).Any()
            ? [.. providers.Select(Of)]
            : [];

    public SpillCandidate Of(ProviderId provider) => new(provider, terms.Of(provider), CanBegin(provider));

    private bool CanBegin(ProviderId provider)
    {
        if (operators.Of(provider) is not null || metrics.GaugesOf(provider).PausedUntil > time.GetUtcNow())
        {
            return false;
        }

        return directory.Pools.FirstOrDefault(pool => pool.Pool.Name == provider.Value) is { } inside
            ? inside.Tool.Present && inside.Pool.IsReady?.Invoke() != false
            : workers.IsSomebodyThere(provider, worker => operators.Of(worker.Id) is null);
    }
}
