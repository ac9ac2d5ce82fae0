using System.Collections.Concurrent;
using Baton.Contracts.Operators;
using Baton.Offers;
using Baton.Providers;
using Baton.Workflows;

namespace Baton.Operators;

/// <summary>
/// What operators decided for providers and workers. It is on disk before it is answered and known before anything is handed out, so what was paused stays paused over
/// a restart.
/// </summary>
internal sealed class OperatorModes(OperatorRows rows, ProviderDirectory directory, IGrainFactory grains, WakeUpSweeper sweeper) : IHostedService
{
    private readonly ConcurrentDictionary<ProviderId, OperatorDecision> _providers = new();
    private readonly ConcurrentDictionary<WorkerId, OperatorDecision> _workers = new();

    public IReadOnlyDictionary<ProviderId, OperatorDecision> Providers => _providers;

    /// <summary>The decision, or null for what simply runs.</summary>
    public OperatorDecision? Of(ProviderId provider) => _providers.GetValueOrDefault(provider);

    /// <summary>The decision, or null for what simply runs.</summary>
    public OperatorDecision? Of(WorkerId worker) => _workers.GetValueOrDefault(worker);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (kind, target, decision) in await rows.All(cancellationToken))
        {
            if (kind == OperatorRows.Provider)
            {
                _providers[new ProviderId(target)] = decision;
                directory.SetDraining(new ProviderId(target), decision.Mode == OperatorMode.Draining);
            }
            else
            {
                _workers[new WorkerId(target)] = decision;
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What the provider's queue must heed.</summary>
    public StoppedByOperator StoppedAt(ProviderId provider) => new(_providers.ContainsKey(provider), [.. _workers.Keys]);

    public async Task Set(ProviderId provider, OperatorDecision decision)
    {
        await Keep(OperatorRows.Provider, provider.Value, decision);
        Change(_providers, provider, decision);
        directory.SetDraining(provider, decision.Mode == OperatorMode.Draining);
        await Tell(provider);

        // Jobs that waited for it alone go elsewhere or end; those that it had no part in may be offered to it.
        sweeper.WakeAllSoon();
    }

    public async Task Set(WorkerId worker, ProviderId itsProvider, OperatorDecision decision)
    {
        await Keep(OperatorRows.Worker, worker.Value, decision);
        Change(_workers, worker, decision);
        await Tell(itsProvider);
    }

    private Task Keep(string kind, string target, OperatorDecision decision) =>
        decision.Mode == OperatorMode.Running ? rows.Delete(kind, target) : rows.Save(kind, target, decision);

    private static void Change<TId>(ConcurrentDictionary<TId, OperatorDecision> decisions, TId id, OperatorDecision decision)
        where TId : struct
    {
        if (decision.Mode == OperatorMode.Running)
        {
            decisions.TryRemove(id, out _);
        }
        else
        {
            decisions[id] = decision;
        }
    }

    private Task Tell(ProviderId provider) => grains.GetGrain<IProviderQueueGrain>(provider.Value).Heed(StoppedAt(provider));
}
