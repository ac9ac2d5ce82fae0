using System.Diagnostics;
using System.Globalization;

namespace Baton.Bench;

/// <summary>What workers elsewhere get from a server: how soon a job is theirs, and how many they can do however many wait.</summary>
internal sealed class WorkerRun(TimeSpan duration, int waiting)
{
    private const int FewWaiting = 1_000;
    private const int Connections = 16;
    private const int HandOvers = 300;
    private const int Silences = 8;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    public async Task Run(CancellationToken cancellationToken)
    {
        var few = await Measure(FewWaiting, isFirst: true, cancellationToken);
        var many = await Measure(waiting, isFirst: false, cancellationToken);
        Say($"workers: with {waiting:N0} jobs waiting {many / few:P0} of what is done with {FewWaiting:N0} waiting");
    }

    private async Task<double> Measure(int count, bool isFirst, CancellationToken cancellationToken)
    {
        var data = Directory.CreateTempSubdirectory("baton-bench-").FullName;
        var first = await ServerProcess.StartWithoutVideo(data, cancellationToken);
        var token = await first.WorkerToken(cancellationToken);
        var worker = await WorkerLoad.Register(first, token, cancellationToken);
        if (isFirst)
        {
            await worker.HandOver(HandOvers, cancellationToken);
            Say($"workers: submit→in the hands of one that waits {await worker.HandOver(HandOvers, cancellationToken)}");
            var other = await WorkerLoad.Register(first, token, cancellationToken);
            var silence = await worker.Silence(other, Silences, cancellationToken);
            Say($"workers: last sign of life→in the hands of another {silence.At(1).TotalSeconds:N1} s at most, of {Silences}");
        }

        await first.Kill();
        await WaitingJobs.Store(data, count, cancellationToken);
        await using var server = await ServerProcess.StartWithoutVideo(data, cancellationToken);
        var start = Stopwatch.GetTimestamp();
        worker = worker.At(server);
        await Settle(server, cancellationToken);
        Say($"workers: {count:N0} jobs that waited are offered again {Stopwatch.GetElapsedTime(start).TotalSeconds:N0} s after a start; {server.ResidentMebibytes:N0} MiB");
        await worker.Cycle(Connections, WarmUp, cancellationToken);
        var cpu = server.Cpu;
        var run = await worker.Cycle(Connections, duration, cancellationToken);
        var cpuEach = (server.Cpu - cpu) / run.Count;
        Say($"workers: {run.PerSecond:N0} jobs/s submitted, claimed and completed with {count:N0} waiting; claim→complete {run.Latencies}; server CPU {cpuEach.TotalMicroseconds:N0} µs each; {server.ResidentMebibytes:N0} MiB");
        return run.PerSecond;
    }

    /// <summary>Waits until the server has woken all that it found, and so has little to do.</summary>
    private static async Task Settle(ServerProcess server, CancellationToken cancellationToken)
    {
        TimeSpan used;
        do
        {
            var before = server.Cpu;
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
            used = server.Cpu - before;
        }
        while (used > TimeSpan.FromSeconds(0.2));
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
