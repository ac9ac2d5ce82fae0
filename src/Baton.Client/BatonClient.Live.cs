using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Baton.Contracts.Workflows;

namespace Baton.Client;

public sealed partial class BatonClient
{
    /// <summary>
    /// Follows one workflow: first how it is, then what happens, until it has ended. Comes back by itself when the connection breaks, and then misses no end; what
    /// it was told before may be told again. The server away for longer than the client's retries last is an <see cref="HttpRequestException"/>.
    /// </summary>
    public IAsyncEnumerable<LiveEvent> Follow(string workflowId, FollowOptions? options = null, CancellationToken cancellationToken = default) =>
        Follow($"{PathOf(workflowId)}/events", options ?? new FollowOptions(), happened => happened is LiveEvent.OfWorkflow { Event.Status: var status } && status.IsTerminal(), cancellationToken);

    /// <summary>The same for all workflows of the account: first those that have not ended, then what happens. Ends when it is canceled.</summary>
    public IAsyncEnumerable<LiveEvent> FollowAll(FollowOptions? options = null, CancellationToken cancellationToken = default) =>
        Follow("/v2/consumer/events", options ?? new FollowOptions(), _ => false, cancellationToken);

    private async IAsyncEnumerable<LiveEvent> Follow(
        string path, FollowOptions options, Func<LiveEvent, bool> isLast, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lastEventId = options.LastEventId;
        while (true)
        {
            var request = Request(HttpMethod.Get, path + options.ToQuery());
            if (!string.IsNullOrEmpty(lastEventId))
            {
                request.Headers.Add("Last-Event-ID", lastEventId);
            }

            using var response = await SendInTime(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode == HttpStatusCode.NoContent)
            {
                yield break;
            }

            var parser = SseParser.Create(await response.Content.ReadAsStreamAsync(cancellationToken), LiveEvent.Read);
            await using var events = parser.EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await TryMoveNext(events))
            {
                lastEventId = parser.LastEventId;
                if (events.Current.Data is { } happened)
                {
                    yield return happened with { LastEventId = lastEventId };
                    if (isLast(happened))
                    {
                        yield break;
                    }
                }
            }

            await Task.Delay(parser.ReconnectionInterval > TimeSpan.Zero ? parser.ReconnectionInterval : FollowOptions.PauseMin, _time, cancellationToken);
        }
    }

    /// <summary>A connection that breaks is the end of it, like one that the server closes.</summary>
    private static async ValueTask<bool> TryMoveNext(IAsyncEnumerator<SseItem<LiveEvent?>> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return false;
        }
    }
}
