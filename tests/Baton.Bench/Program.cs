using System.CommandLine;
using Baton.Bench;

var seconds = new Option<int>("--seconds") { Description = "How long each measurement lasts.", DefaultValueFactory = _ => 10 };
var connections = new Option<int>("--connections") { Description = "How many connections submit at the same time.", DefaultValueFactory = _ => 64 };
var soak = new Option<int>("--soak") { Description = "Submit this many one-step workflows and show how memory develops, instead of the other measurements." };

var root = new RootCommand("Measures the store's own limit and the product in one run, on one machine.") { seconds, connections, soak };
root.SetAction((parsed, cancellationToken) =>
    new BenchRun(TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(connections)).Run(parsed.GetValue(soak), cancellationToken));
return await root.Parse(args).InvokeAsync();
