using Microsoft.Extensions.Options;

namespace Baton.Live;

/// <summary>The one timer of all live streams.</summary>
internal sealed class LiveBeats(LiveUpdates updates, IOptions<LiveOptions> options, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Heartbeat / LiveUpdates.BeatSlots, time);
        for (var slot = 0; await timer.WaitForNextTickAsync(stoppingToken); slot = (slot + 1) % LiveUpdates.BeatSlots)
        {
            updates.Beat(slot);
        }
    }
}
