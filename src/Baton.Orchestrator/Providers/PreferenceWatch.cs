using Baton.Workflows;
using Microsoft.Extensions.Options;

namespace Baton.Providers;

/// <summary>
/// Notices when a provider that others stand behind can begin nothing any more: its last worker has fallen silent, its service is away, or it is paused. What waits for it is woken then, so that the others
/// get it at once. All of these are noticed in one place by looking now and then at what is in memory; a timer for each worker that might fall silent would be many (decision 4).
/// </summary>
internal sealed class PreferenceWatch(ProviderStandings standings, ProviderDirectory directory, WakeUpSweeper sweeper, TimeProvider time, IOptions<WakeUpOptions> options) : BackgroundService
{
    private HashSet<ProviderId> _able = [];

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
        var all = directory.All.Keys.Select(standings.Of).ToList();
        var last = all.Count == 0 ? 0 : all.Min(candidate => candidate.Terms.Preference);
        var able = all.Where(candidate => candidate.CanBegin && candidate.Terms.Preference > last).Select(candidate => candidate.Provider).ToHashSet();
        if (!_able.IsSubsetOf(able))
        {
            sweeper.WakeAllSoon();
        }

        _able = able;
    }
}
