using System.Collections.Frozen;
using System.Globalization;
using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Core.Tests.Workflows;
using Baton.Jobs;
using Baton.Offers;
using Baton.Providers;
using Baton.Workflows;
using Xunit;

namespace Baton.Core.Tests.Offers;

/// <summary>
/// What it brings to look at what workers have locally, and what it costs those whose models nobody has: in simulated time with the real queue, ten workers that keep
/// the two models they used last, jobs of one second, and three seconds to load a model.
/// </summary>
public sealed class AffinityTests(ITestOutputHelper output)
{
    private const int Workers = 10;
    private const int ModelsKept = 2;

    private static readonly TimeSpan JobLength = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LoadLength = TimeSpan.FromSeconds(3);

    [Fact]
    public void Jobs_OfManyModels_LoadFewerOfThem()
    {
        var random = new Random(20261126);
        var arrivals = Enumerable.Range(0, 2_000).Select(i => new Arrival(
            string.Create(CultureInfo.InvariantCulture, $"account{random.Next(50)}"), TimeSpan.FromSeconds(random.NextDouble() * 100), Model: random.Next(12))).ToList();

        var (blind, seeing) = (Serve(arrivals, seesModels: false), Serve(arrivals, seesModels: true));

        output.WriteLine("| 2,000 jobs, 50 accounts, 12 models | models loaded | all done after | longest wait |");
        output.WriteLine($"| without regard to local models | {blind.Loads} | {blind.End.TotalSeconds:0} s | {blind.LongestWait.TotalSeconds:0} s |");
        output.WriteLine($"| with | {seeing.Loads} | {seeing.End.TotalSeconds:0} s | {seeing.LongestWait.TotalSeconds:0} s |");
        Assert.True(seeing.Loads * 2 < blind.Loads, $"{seeing.Loads} of {blind.Loads}");
        Assert.True(seeing.LongestWait < blind.LongestWait, $"{seeing.LongestWait} after {blind.LongestWait}");
    }

    [Fact]
    public void Accounts_WithRareModelsBesideOneThatFloods_AreServedAlike()
    {
        foreach (var seed in Enumerable.Range(1, 10))
        {
            // The flood's model is at every worker; those of the others are at none.
            var random = new Random(seed);
            var waits = WaitsOf(Serve(BesideAFlood(_ => TimeSpan.FromSeconds(random.NextDouble() * 100), i => i), seesModels: true));

            output.WriteLine($"seed {seed}: Jain index {JainOf(waits):0.000}; the longest wait {waits.Max().TotalSeconds:0.00} s");
            Assert.True(JainOf(waits) >= 0.95, $"{JainOf(waits)}");
            Assert.True(waits.Max() <= LoadLength + JobLength, $"{waits.Max()}");
        }
    }

    [Fact]
    public void Accounts_WithRareModelsBesideSomeThatShareTheFloods_AreServedAsAlikeAsWithoutRegardToThat()
    {
        // Ten come at each moment, every other one with the model that is at every worker: here a look at local models changes who goes first.
        var arrivals = BesideAFlood(i => TimeSpan.FromSeconds(10.5 * (1 + (i / 10))), i => i % 2 == 0 ? 0 : i);

        var (blind, seeing) = (WaitsOf(Serve(arrivals, seesModels: false)), WaitsOf(Serve(arrivals, seesModels: true)));

        output.WriteLine($"Jain index {JainOf(seeing):0.000}, {JainOf(blind):0.000} without; the longest wait {seeing.Max().TotalSeconds:0.00} s, {blind.Max().TotalSeconds:0.00} s without");
        Assert.True(JainOf(seeing) >= 0.95, $"{JainOf(seeing)}");
        Assert.True(JainOf(seeing) >= JainOf(blind) - 0.02, $"{JainOf(seeing)} instead of {JainOf(blind)}");
    }

    [Fact]
    public void FirstJob_OfARareModelBesideAHundredThousandOfAnother_WaitsForOneJobAtMost()
    {
        var flood = Enumerable.Range(0, 100_000).Select(_ => new Arrival("flood", TimeSpan.Zero, Model: 0));
        var late = new Arrival("late", TimeSpan.FromSeconds(500.25), Model: 7);

        var served = Serve([.. flood, late], seesModels: true).Served.Single(one => one.Arrival == late);

        output.WriteLine($"It waited for {(served.Start - late.At).TotalSeconds:0.00} s, where each job takes {JobLength.TotalSeconds} s.");
        Assert.InRange(served.Start - late.At, TimeSpan.Zero, JobLength);
    }

    /// <summary>One account queues 10,000 jobs of one model at once; 99 others send one each.</summary>
    private static List<Arrival> BesideAFlood(Func<int, TimeSpan> at, Func<int, int> model) =>
    [
        .. Enumerable.Range(0, 10_000).Select(_ => new Arrival("flood", TimeSpan.Zero, Model: 0)),
        .. Enumerable.Range(1, 99).Select(i => new Arrival(string.Create(CultureInfo.InvariantCulture, $"account{i}"), at(i), model(i))),
    ];

    /// <summary>How long each account's first job waited.</summary>
    private static List<TimeSpan> WaitsOf(Outcome outcome) => [.. outcome.Served.GroupBy(one => one.Arrival.Account).Select(mine => mine.Min(one => one.Start - one.Arrival.At))];

    /// <summary>
    /// Of the accounts' times from submit to the end of their first job, as shares of what it takes on an empty server. That is four seconds: no worker has the model there, and whoever
    /// divided by the second that the job takes alone would call unfair what loading costs, with regard to local models and without.
    /// </summary>
    private static double JainOf(List<TimeSpan> waits)
    {
        var slowdowns = waits.ConvertAll(wait => 1 + (wait / (LoadLength + JobLength)));
        return Math.Pow(slowdowns.Sum(), 2) / (slowdowns.Count * slowdowns.Sum(value => value * value));
    }

    private static Outcome Serve(IReadOnlyList<Arrival> arrivals, bool seesModels)
    {
        var queue = new ProviderQueue(new PauseSchedule());
        var coming = new Queue<(Arrival Arrival, int Number)>(arrivals.Select((arrival, number) => (arrival, number)).OrderBy(one => one.arrival.At));
        var free = new PriorityQueue<int, TimeSpan>(Enumerable.Range(0, Workers).Select(worker => (worker, TimeSpan.Zero)));
        var local = Enumerable.Range(0, Workers).Select(_ => new List<string>()).ToArray();
        var (served, loads) = (new List<Served>(), 0);
        while (free.TryDequeue(out var worker, out var now))
        {
            while (coming.TryPeek(out var next) && next.Arrival.At <= now)
            {
                queue.Add(OfferOf(coming.Dequeue()));
            }

            var asking = new WorkerAsking(new WorkerId($"{worker}"), 1, 1, seesModels ? local[worker].ToFrozenSet() : []);
            if (queue.Take(asking, 1, AWorkflow.Start + now) is [var offer])
            {
                var mustLoad = !local[worker].Remove(offer.Resources[0]);
                local[worker].Add(offer.Resources[0]);
                local[worker].RemoveRange(0, Math.Max(0, local[worker].Count - ModelsKept));
                loads += mustLoad ? 1 : 0;
                served.Add(new Served(arrivals[int.Parse(offer.Job.Value, CultureInfo.InvariantCulture)], now));
                free.Enqueue(worker, now + JobLength + (mustLoad ? LoadLength : TimeSpan.Zero));
            }
            else if (coming.TryPeek(out var later))
            {
                free.Enqueue(worker, later.Arrival.At);
            }
        }

        return new Outcome(served, loads);
    }

    private static JobOffer OfferOf((Arrival Arrival, int Number) one) =>
        new(new WorkflowId("wf_1"), new JobId(one.Number.ToString(CultureInfo.InvariantCulture)), "work", Priority.Normal, new AccountId(one.Arrival.Account), AWorkflow.Start + one.Arrival.At)
        {
            Resources = [string.Create(CultureInfo.InvariantCulture, $"model{one.Arrival.Model}")],
        };

    private sealed record Arrival(string Account, TimeSpan At, int Model);

    private sealed record Served(Arrival Arrival, TimeSpan Start);

    private sealed record Outcome(List<Served> Served, int Loads)
    {
        public TimeSpan End => Served.Max(one => one.Start) + JobLength;

        public TimeSpan LongestWait => Served.Max(one => one.Start - one.Arrival.At);
    }
}
