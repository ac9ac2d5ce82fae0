using System.Diagnostics;
using System.Globalization;

namespace Baton.Bench;

/// <summary>All measurements, one after another, so that their ratios hold for one machine at one time.</summary>
internal sealed class BenchRun(TimeSpan duration, int connections, int streams)
{
    private const int GentleRate = 100;
    private const int HangingWorkflows = 1_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    public async Task<int> Run(int soak, CancellationToken cancellationToken)
    {
        if (soak > 0)
        {
            await Soak(soak, cancellationToken);
            return 0;
        }

        await ReportWorkflows(cancellationToken);
        await ReportLive("streams", "/events?type=workflow:*", cancellationToken);
        await ReportLive("waits", "?wait=95", cancellationToken);
        return 0;
    }

    private async Task ReportWorkflows(CancellationToken cancellationToken)
    {
        var limit = await StoreLimit.Measure(duration, cancellationToken);
        Say($"store limit: {limit.RowsPerSecond:N0} workflow rows/s, {StoreLimit.Savers} savers, documents of {limit.DocumentBytes:N0} + {limit.DefinitionBytes:N0} bytes");

        await using var server = await ServerProcess.Start(cancellationToken);
        Say($"start: {server.StartedIn.TotalMilliseconds:N0} ms from exec to the first answer");
        await Load.Closed(server, Requests.OneStep, connections, WarmUp, cancellationToken);

        await Report("one step", Requests.OneStep, server, limit, cancellationToken);
        await Report("chain of three", Requests.ChainOfThree, server, limit, cancellationToken);
        await ReportSubmit(server, cancellationToken);
        await ReportGentle(server, cancellationToken);
        await ReportCallbacks(server, cancellationToken);
        Say($"memory: {server.PeakMebibytes:N0} MiB at its peak, {server.ResidentMebibytes:N0} MiB now");
    }

    /// <summary>What many open streams or waits take of memory, and how soon each is woken when few workflows change.</summary>
    private async Task ReportLive(string name, string path, CancellationToken cancellationToken)
    {
        await using var server = await ServerProcess.Start(cancellationToken, LiveLoad.Settings);
        var before = server.ResidentMebibytes;
        using var load = await LiveLoad.Open(server, streams, path, cancellationToken);
        var open = server.ResidentMebibytes;
        Say($"{streams:N0} {name}, each on a workflow of its own: {open:N0} MiB resident, {(open - before) * 1024 / streams:N0} KiB each with its workflow");
        Say($"{streams:N0} {name}, {GentleRate} changes/s: change→reader {await load.End(GentleRate, duration, cancellationToken)}; {server.PeakMebibytes:N0} MiB at the peak");
    }

    private async Task Report(string name, string body, ServerProcess server, StoreLimit limit, CancellationToken cancellationToken)
    {
        var cpu = server.Cpu;
        var run = await Load.Closed(server, body, connections, duration, cancellationToken);
        var cpuEach = (server.Cpu - cpu) / run.Count;
        Say($"{name}: {run.PerSecond:N0} workflows/s with {connections} connections, {run.PerSecond / limit.RowsPerSecond:P0} of the store limit");
        Say($"{name}: submit→terminal {run.Latencies}; server CPU {cpuEach.TotalMicroseconds:N0} µs each");
    }

    private async Task ReportSubmit(ServerProcess server, CancellationToken cancellationToken)
    {
        var run = await Load.Closed(server, Requests.OneStep, connections, duration, cancellationToken, Requests.SubmitPath);
        Say($"submit only: {run.PerSecond:N0} /s with {connections} connections; answer {run.Latencies}");
    }

    private async Task ReportGentle(ServerProcess server, CancellationToken cancellationToken)
    {
        var run = await Load.Paced(server, Requests.OneStep, GentleRate, duration, cancellationToken);
        Say($"at {GentleRate}/s: submit→terminal {run.Latencies}");
    }

    /// <summary>How many deliveries a second; then how late they are at a gentle rate, alone and beside an endpoint that never answers.</summary>
    private async Task ReportCallbacks(ServerProcess server, CancellationToken cancellationToken)
    {
        await using var receiver = CallbackLoad.Start();
        var warm = await Load.Closed(server, receiver.Request("/hook"), connections, WarmUp, cancellationToken, Requests.SubmitPath);
        await receiver.Take(warm.Count * CallbackLoad.EventsEach, cancellationToken);
        var start = Stopwatch.GetTimestamp();
        var cpu = server.Cpu;
        var run = await Load.Closed(server, receiver.Request("/hook"), connections, duration, cancellationToken, Requests.SubmitPath);
        var (came, seconds) = (receiver.Untaken, Stopwatch.GetElapsedTime(start).TotalSeconds);
        await receiver.Take(run.Count * CallbackLoad.EventsEach, cancellationToken);
        var after = Stopwatch.GetElapsedTime(start).TotalSeconds - seconds;
        var cpuEach = (server.Cpu - cpu) / (run.Count * CallbackLoad.EventsEach);
        Say($"callbacks: {came / seconds:N0} deliveries/s while {run.Count / seconds:N0} workflows/s come that tell of {CallbackLoad.EventsEach} events each, the last one {after:N1} s later; server CPU {cpuEach.TotalMicroseconds:N0} µs a delivery");

        await ReportLateness("callbacks", receiver, server, cancellationToken);
        await Load.Counted(server, receiver.Request("/hang"), connections, HangingWorkflows, cancellationToken);
        await ReportLateness($"callbacks beside an endpoint that hangs with {HangingWorkflows:N0} workflows to tell", receiver, server, cancellationToken);
    }

    private async Task ReportLateness(string name, CallbackLoad receiver, ServerProcess server, CancellationToken cancellationToken)
    {
        var run = await Load.Paced(server, receiver.Request("/hook"), GentleRate, duration, cancellationToken);
        Say($"{name}, at {GentleRate}/s: end→receiver {await receiver.Take(run.Count * CallbackLoad.EventsEach, cancellationToken)}");
    }

    private async Task Soak(int total, CancellationToken cancellationToken)
    {
        await using var server = await ServerProcess.Start(cancellationToken);
        var part = Math.Max(1, total / 10);
        for (var done = 0; done < total; done += part)
        {
            var run = await Load.Counted(server, Requests.OneStep, connections, part, cancellationToken);
            Say($"{done + run.Count:N0} finished: {server.ResidentMebibytes:N0} MiB resident, {run.PerSecond:N0} workflows/s");
        }
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
