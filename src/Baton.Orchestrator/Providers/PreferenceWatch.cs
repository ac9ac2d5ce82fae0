using Baton.Workflows;
using Microsoft.Extensions.Options;

namespace Baton.Providers;

/// <summary>
/// Has what waits woken when a provider that others stand behind can begin nothing any more, so that the others get it at once. Whatever keeps it from that is noticed in one place, by looking now and then
/// at what is in memory; a timer for each worker that might fall silent would be many (decision 4).
/// </summary>
internal sealed class PreferenceWatch(ProviderStandings standings, WakeUpSweeper sweeper, TimeProvider time, IOptions<WakeUpOptions> options) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!standings.HavePreferences)
        {
            return;
        }

        using var timer = new PeriodicTimer(options.Value.Interval, time);
        do
        {
            Look();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Look()
    {
        if (standings.HasOneGivenWay())
        {
            sweeper.WakeAllSoon();
        }
    }
}
