using System.Collections.Concurrent;
using System.Diagnostics;

namespace Baton.Bench;

/// <summary>Ways to put load on a server.</summary>
internal static class Load
{
    /// <summary>Each connection sends its next request when it has the answer to the last one.</summary>
    public static Task<LoadResult> Closed(
        ServerProcess server, string body, int connections, TimeSpan duration, CancellationToken cancellationToken, string path = Requests.CompletePath)
    {
        var end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        return Run(server, path, body, connections, () => Stopwatch.GetTimestamp() < end, cancellationToken);
    }

    /// <summary>The same for a number of requests.</summary>
    public static Task<LoadResult> Counted(ServerProcess server, string body, int connections, int count, CancellationToken cancellationToken)
    {
        var left = count;
        return Run(server, Requests.CompletePath, body, connections, () => Interlocked.Decrement(ref left) >= 0, cancellationToken);
    }

    /// <summary>Requests leave at their time whether the last one has been answered or not; latency counts from that time.</summary>
    public static async Task<LoadResult> Paced(ServerProcess server, string body, int perSecond, TimeSpan duration, CancellationToken cancellationToken)
    {
        var request = LoadConnection.Compose(server, Requests.CompletePath, body);
        var idle = new ConcurrentBag<LoadConnection>();
        var sent = new List<Task<TimeSpan>>();
        var start = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond), TimeProvider.System);
        while (Stopwatch.GetElapsedTime(start) < duration && await timer.WaitForNextTickAsync(cancellationToken))
        {
            sent.Add(Task.Run(() => SendOnIdle(server, request, idle, Stopwatch.GetTimestamp(), cancellationToken), cancellationToken));
        }

        var latencies = await Task.WhenAll(sent);
        var result = new LoadResult(latencies.Length, Stopwatch.GetElapsedTime(start), new Latencies(latencies));
        foreach (var connection in idle)
        {
            connection.Dispose();
        }

        return result;
    }

    private static async Task<TimeSpan> SendOnIdle(
        ServerProcess server, byte[] request, ConcurrentBag<LoadConnection> idle, long due, CancellationToken cancellationToken)
    {
        if (!idle.TryTake(out var connection))
        {
            connection = await LoadConnection.Open(server, cancellationToken);
        }

        await connection.Send(request, cancellationToken);
        idle.Add(connection);
        return Stopwatch.GetElapsedTime(due);
    }

    private static async Task<LoadResult> Run(
        ServerProcess server, string path, string body, int connections, Func<bool> more, CancellationToken cancellationToken)
    {
        var request = LoadConnection.Compose(server, path, body);
        var start = Stopwatch.GetTimestamp();
        var samples = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => SendMany(server, request, more, cancellationToken), cancellationToken)));
        var all = samples.SelectMany(s => s).ToList();
        return new LoadResult(all.Count, Stopwatch.GetElapsedTime(start), new Latencies(all));
    }

    private static async Task<List<TimeSpan>> SendMany(ServerProcess server, byte[] request, Func<bool> more, CancellationToken cancellationToken)
    {
        using var connection = await LoadConnection.Open(server, cancellationToken);
        var samples = new List<TimeSpan>();
        while (more())
        {
            var sent = Stopwatch.GetTimestamp();
            await connection.Send(request, cancellationToken);
            samples.Add(Stopwatch.GetElapsedTime(sent));
        }

        return samples;
    }
}
