using System.Collections.Immutable;
using Baton.Offers;
using Baton.Providers;

namespace Baton.Tests.Simulation;

/// <summary>A worker's question for a job, on its way at the process that hosts the queue.</summary>
internal sealed class OfferWait
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(60);

    private readonly SimulatedProcess _home;
    private readonly ProviderQueueActor _queue;
    private readonly Action _hangUp;
    private readonly Task<ImmutableArray<JobOffer>> _next;

    public OfferWait(SimulatedProcess home, ProviderQueueActor queue, WorkerId worker)
    {
        var over = new CancellationTokenSource();
        (_home, _queue, _hangUp) = (home, queue, over.Cancel);
        _next = queue.Next(WorkerAsking.Plain(worker), 1, AtMost, over.Token);
    }

    /// <summary>True once it has come to nothing: the time is over, or the process is gone.</summary>
    public bool IsInVain => !_home.IsAlive || _next is { IsCompleted: true, Result.IsEmpty: true };

    /// <summary>What came; null while nothing has.</summary>
    public JobOffer? Offer => _home.IsAlive && _next is { IsCompleted: true, Result: [var offer] } ? offer : null;

    /// <summary>Whoever hangs up does not get anything; what was handed to it in that moment is put back.</summary>
    public void HangUp()
    {
        _hangUp();
        _ = PutBack();
    }

    private async Task PutBack()
    {
        foreach (var offer in await _next)
        {
            _queue.Offer(offer);
        }
    }
}
