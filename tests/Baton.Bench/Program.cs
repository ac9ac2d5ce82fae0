using System.CommandLine;
using Baton.Bench;

var seconds = new Option<int>("--seconds") { Description = "How long each measurement lasts.", DefaultValueFactory = _ => 10 };
var connections = new Option<int>("--connections") { Description = "How many connections submit at the same time.", DefaultValueFactory = _ => 64 };
var streams = new Option<int>("--streams") { Description = "How many live streams, and then waits, are held open.", DefaultValueFactory = _ => 10_000 };
var waiting = new Option<int>("--waiting") { Description = "How many jobs wait in the larger of the two measurements of workers; 0 leaves workers out.", DefaultValueFactory = _ => 100_000 };
var soak = new Option<int>("--soak") { Description = "Submit this many one-step workflows and show how memory develops, instead of the other measurements." };
var hedging = new Option<bool>("--hedging") { Description = "Show what hedging does to the slowest of a thousand jobs, instead of the other measurements." };
var failover = new Option<bool>("--failover") { Description = "Show what it costs a caller that the preferred service has died, instead of the other measurements." };
var workers = new Option<bool>("--workers") { Description = "Measure workers over HTTP, instead of the other measurements." };

var root = new RootCommand("Measures the store's own limit and the product in one run, on one machine.") { seconds, connections, streams, waiting, soak, hedging, failover, workers };
root.SetAction(async (parsed, cancellationToken) =>
{
    var duration = TimeSpan.FromSeconds(parsed.GetValue(seconds));
    if (parsed.GetValue(hedging))
    {
        await new HedgingRun(duration).Run(cancellationToken);
        return 0;
    }

    if (parsed.GetValue(failover))
    {
        await new FailoverRun().Run(cancellationToken);
        return 0;
    }

    var code = parsed.GetValue(workers) ? 0 : await new BenchRun(duration, parsed.GetValue(connections), parsed.GetValue(streams)).Run(parsed.GetValue(soak), cancellationToken);
    if (parsed.GetValue(soak) == 0 && parsed.GetValue(waiting) > 0)
    {
        await new WorkerRun(duration, parsed.GetValue(waiting)).Run(cancellationToken);
    }

    return code;
});
return await root.Parse(args).InvokeAsync();
