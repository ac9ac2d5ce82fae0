using System.Globalization;
using Baton.Accounts;
using Baton.Storage;
using Baton.Workflows;
using Microsoft.Extensions.Options;

namespace Baton.Live;

/// <summary>
/// Follows all workflows of an account:
/// <list type="number">
/// <item>says what ended while the reader was away, if it was there before;</item>
/// <item>says how those are that have not ended, and that this was all;</item>
/// <item>says what happens, as it becomes durable.</item>
/// </list>
/// The id of an event is a time: what ended before it has been told. Going back by <see cref="Overlap"/> makes up for saves that took long; so an end may be told again,
/// and is never left out.
/// </summary>
internal sealed class AccountFollower(LiveEvents events, IAccountWorkflows workflows, LiveMetrics metrics, IOptions<LiveOptions> options, TimeProvider time)
{
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private const int PageSize = 100;

    /// <param name="news">Opened before this is called, so that nothing falls between it and what is read.</param>
    public async Task Follow(EventStream stream, LiveSubscription news, AccountId account, string? lastEventId, LiveRequest request, CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        var told = new Dictionary<WorkflowId, long>();
        var since = Now();
        await foreach (var stored in Present(account, lastEventId, cancellationToken))
        {
            events.Add(stream, null, stored.State, request);
            told[stored.State.Id] = stored.Version;
            await stream.Flush(cancellationToken);
        }

        stream.AddReady();
        stream.Mark(since);
        while (await stream.Flush(cancellationToken) && time.GetElapsedTime(startedAt) < options.Value.DurationMax)
        {
            var (changes, beats, isOverrun) = await news.Next(cancellationToken);
            if (isOverrun)
            {
                metrics.Overrun();
                return; // Without a new id: the reader begins anew where it knew everything.
            }

            foreach (var change in changes.Where(change => change.Version > told.GetValueOrDefault(change.After.Id)))
            {
                events.Add(stream, change.Before, change.After, request);
            }

            if (beats)
            {
                told.Clear(); // What was on its way while the store was read has long arrived.
                stream.Beat();
            }

            stream.Mark(Now());
        }
    }

    private async IAsyncEnumerable<StoredWorkflow> Present(
        AccountId account, string? lastEventId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (TryRead(lastEventId, out var since))
        {
            for (var from = new EndPlace(since - Overlap, 0); await workflows.Ended(account, from, PageSize, cancellationToken) is { Count: > 0 } page;)
            {
                foreach (var (stored, _) in page)
                {
                    yield return stored;
                }

                from = page[^1].Place;
            }
        }

        WorkflowId? after = null;
        while (await workflows.Unfinished(account, after, PageSize, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var stored in page)
            {
                yield return stored;
            }

            after = page[^1].State.Id;
        }
    }

    private string Now() => time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static bool TryRead(string? lastEventId, out DateTimeOffset since)
    {
        since = default;
        if (!long.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return false;
        }

        since = DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(milliseconds, (long)Overlap.TotalMilliseconds));
        return true;
    }
}
