using System.Collections.Immutable;
using Baton.Providers;

namespace Baton.Tests.Simulation;

/// <summary>Stops providers and workers, and lets them go on; where there is one, since whoever changes something has everything looked at again.</summary>
internal sealed class SimulatedOperator(World world)
{
    private readonly bool _exists = world.Chance(world.Shape.OperatorOneIn);
    private readonly HashSet<ProviderId> _providers = [];
    private ImmutableHashSet<WorkerId> _workers = [];

    public bool HasStopped(ProviderId provider) => _providers.Contains(provider);

    public StoppedByOperator StoppedAt(ProviderId provider) => _providers.Count == 0 && _workers.IsEmpty ? StoppedByOperator.Nobody : new StoppedByOperator(_providers.Contains(provider), _workers);

    /// <summary>Stops the provider of one of the workers, or that worker alone, or lets it go on.</summary>
    public void TakeTurn(SimulatedWorker chosen)
    {
        if (!_exists)
        {
            return;
        }

        if (world.Chance(2))
        {
            _workers = _workers.Contains(chosen.Id) ? _workers.Remove(chosen.Id) : _workers.Add(chosen.Id);
            world.Log.Add("operator stops or lets go on", chosen.Id.Value);
            world.Queues.Of(chosen.Provider).Heed(StoppedAt(chosen.Provider));
        }
        else
        {
            Change(chosen.Provider, stop: !_providers.Contains(chosen.Provider));
        }
    }

    /// <summary>Everything goes on.</summary>
    public void Settle(ImmutableArray<ProviderId> all)
    {
        if (!_exists)
        {
            return;
        }

        _workers = [];
        foreach (var provider in all)
        {
            if (HasStopped(provider))
            {
                Change(provider, stop: false);
            }
            else
            {
                world.Queues.Of(provider).Heed(StoppedAt(provider));
            }
        }
    }

    private void Change(ProviderId provider, bool stop)
    {
        _ = stop ? _providers.Add(provider) : _providers.Remove(provider);
        world.Log.Add(stop ? "operator stops" : "operator lets go on", provider.Value);
        world.Preferences.Changed(provider);
        world.Queues.Of(provider).Heed(StoppedAt(provider));
        world.Cluster.WakeAll();
    }
}
