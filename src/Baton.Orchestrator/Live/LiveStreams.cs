using System.Collections.Concurrent;
using Baton.Accounts;
using Baton.Problems;
using Baton.Storage;
using Baton.Tiers;
using Microsoft.Extensions.Options;

namespace Baton.Live;

/// <summary>Opens streams, as many for an account as its tier allows, and lets each end when its reader hangs up or the server stops.</summary>
internal sealed class LiveStreams(AccountTiers tiers, LiveMetrics metrics, IOptions<LiveOptions> options, IHostApplicationLifetime lifetime)
{
    private readonly ConcurrentDictionary<AccountId, int> _open = new();

    /// <summary>How many the account has open.</summary>
    public int Open(AccountId account) => _open.GetValueOrDefault(account);

    /// <param name="follow">Writes until there is nothing more to come.</param>
    public async Task<IResult> Run(HttpContext context, Func<EventStream, CancellationToken, Task> follow)
    {
        var account = context.CallerAccount();
        var max = tiers.Of(account).LiveStreams;
        if (_open.AddOrUpdate(account, 1, static (_, open) => open + 1) > max)
        {
            Leave(account);
            metrics.Refused();
            return Problem.TooManyStreams.ToResult($"The tier '{tiers.NameOf(account)}' allows {max} at a time. Close one that is no longer read, or follow all workflows with one stream: GET /v2/consumer/events.");
        }

        metrics.Opened();
        try
        {
            await Follow(context, follow);
        }
        finally
        {
            metrics.Closed();
            Leave(account);
        }

        return TypedResults.Empty;
    }

    private async Task Follow(HttpContext context, Func<EventStream, CancellationToken, Task> follow)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            var stream = new EventStream(context.Response);
            await stream.Begin(options.Value.Retry, end.Token);
            await follow(stream, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Nobody reads any more, or the server stops; the reader comes back with the id it saw last.
        }
        catch (StoreUnavailableException)
        {
            // The headers are out, so there is no other answer than the end; the reader comes back, and is told in words if the store is still away.
        }
    }

    /// <summary>An account without streams leaves no entry.</summary>
    private void Leave(AccountId account)
    {
        if (_open.AddOrUpdate(account, 0, static (_, open) => open - 1) == 0)
        {
            _open.TryRemove(KeyValuePair.Create(account, 0));
        }
    }
}
