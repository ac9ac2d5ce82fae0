using System.Diagnostics;
using System.Text;

namespace Baton.Bench;

/// <summary>A worker elsewhere that takes jobs over HTTP and does nothing for them.</summary>
internal sealed class WorkerLoad(ServerProcess server, string token, string id)
{
    private const int Slots = 1000;
    private const string Output = """{"width":1,"height":1,"fps":1,"duration":"00:00:01"}""";

    public static async Task<WorkerLoad> Register(ServerProcess server, string token, CancellationToken cancellationToken)
    {
        using var connection = await LoadConnection.Open(server, cancellationToken);
        var body = $$"""{"provider":"bench","capabilities":[{"type":"{{WaitingJobs.Type}}"}],"slots":{{Slots}}}""";
        var answer = await connection.Exchange(LoadConnection.Compose(server, token, "/v2/workers", body), cancellationToken);
        return new WorkerLoad(server, token, Text(answer.Span, "\"id\":\""u8) ?? throw new InvalidOperationException("The worker was not registered."));
    }

    /// <summary>The same worker of a server that was started again.</summary>
    public WorkerLoad At(ServerProcess again) => new(again, token, id);

    /// <summary>
    /// Each connection submits a job, claims one and completes it, again and again, so that as many wait all the time. The latency is that of claim and completion.
    /// </summary>
    public async Task<LoadResult> Cycle(int connections, TimeSpan duration, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var samples = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(
            async () =>
            {
                using var connection = await LoadConnection.Open(server, cancellationToken);
                var submit = LoadConnection.Compose(server, Requests.SubmitPath, WaitingJobs.Body);
                var latencies = new List<TimeSpan>();
                while (Stopwatch.GetElapsedTime(start) < duration)
                {
                    await connection.Send(submit, cancellationToken);
                    var claimed = Stopwatch.GetTimestamp();
                    var (job, epoch) = await Claim(connection, cancellationToken);
                    await Complete(connection, job, epoch, cancellationToken);
                    latencies.Add(Stopwatch.GetElapsedTime(claimed));
                }

                return latencies;
            },
            cancellationToken)));
        var all = samples.SelectMany(sample => sample).ToList();
        return new LoadResult(all.Count, Stopwatch.GetElapsedTime(start), new Latencies(all));
    }

    /// <summary>How long it takes from a submit to the job's being in the hands of a worker that waits for it, one at a time.</summary>
    public async Task<Latencies> HandOver(int count, CancellationToken cancellationToken)
    {
        using var waiting = await LoadConnection.Open(server, cancellationToken);
        using var submitting = await LoadConnection.Open(server, cancellationToken);
        var submit = LoadConnection.Compose(server, Requests.SubmitPath, WaitingJobs.Body);
        var samples = new List<TimeSpan>();
        for (var i = 0; i < count; i++)
        {
            var claim = Claim(waiting, cancellationToken);

            // So that it waits at the server; what it had waited longer would change nothing.
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
            var sent = Stopwatch.GetTimestamp();
            var submitted = submitting.Send(submit, cancellationToken);
            var (job, epoch) = await claim;
            samples.Add(Stopwatch.GetElapsedTime(sent));
            await submitted;
            await Complete(waiting, job, epoch, cancellationToken);
        }

        return new Latencies(samples);
    }

    /// <summary>How long it takes from the last sign of life of one that falls silent with a job to the job's being in another's hands.</summary>
    public async Task<Latencies> Silence(WorkerLoad other, int count, CancellationToken cancellationToken) =>
        new(await Task.WhenAll(Enumerable.Range(0, count).Select(async number =>
        {
            using var silent = await LoadConnection.Open(server, cancellationToken);
            using var waiting = await LoadConnection.Open(server, cancellationToken);
            await Task.Delay(TimeSpan.FromMilliseconds(130 * number), TimeProvider.System, cancellationToken);
            await silent.Send(LoadConnection.Compose(server, Requests.SubmitPath, WaitingJobs.Body), cancellationToken);
            await Claim(silent, cancellationToken);
            var since = Stopwatch.GetTimestamp();
            var (job, epoch) = await other.Claim(waiting, cancellationToken);
            var took = Stopwatch.GetElapsedTime(since);
            await other.Complete(waiting, job, epoch, cancellationToken);
            return took;
        })));

    private async Task<(string Job, string Epoch)> Claim(LoadConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = await connection.Exchange(LoadConnection.Compose(server, token, $"/v2/workers/{id}/claims?wait=60", ""), cancellationToken);
            if (Text(answer.Span, "\"jobId\":\""u8) is { } job)
            {
                return (job, Text(answer.Span, "\"epoch\":"u8)!);
            }
        }
    }

    private Task Complete(LoadConnection connection, string job, string epoch, CancellationToken cancellationToken) => connection.Send(
        LoadConnection.Compose(server, token, $"/v2/workers/{id}/claims/{job}/complete", $$"""{"epoch":{{epoch}},"output":{{Output}}}"""), cancellationToken);

    /// <summary>What stands after the mark, up to the end of the value.</summary>
    private static string? Text(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> mark)
    {
        var at = answer.IndexOf(mark);
        if (at < 0)
        {
            return null;
        }

        var rest = answer[(at + mark.Length)..];
        return Encoding.UTF8.GetString(rest[..rest.IndexOfAny("\",}"u8)]);
    }
}
