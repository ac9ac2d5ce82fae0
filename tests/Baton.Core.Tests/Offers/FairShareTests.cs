using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Core.Tests.Workflows;
using Baton.Jobs;
using Baton.Offers;
using Baton.Workflows;
using Xunit;

namespace Baton.Core.Tests.Offers;

/// <summary>What one account that floods does to the others, in simulated time with the real queue: ten workers, jobs of one second.</summary>
public sealed class FairShareTests(ITestOutputHelper output)
{
    private const int Workers = 10;

    private static readonly TimeSpan JobLength = TimeSpan.FromSeconds(1);

    [Fact]
    public void Accounts_BesideOneThatFloods_AreServedAlike()
    {
        // One account queues 10,000 jobs at once; 99 others send one each, at any moment of the first 100 seconds.
        var luck = new Random(20261124);
        var flood = Enumerable.Range(0, 10_000).Select(_ => new Arrival("flood", TimeSpan.Zero, Priority.Normal));
        var others = Enumerable.Range(0, 99).Select(i => new Arrival($"account{i}", TimeSpan.FromSeconds(luck.NextDouble() * 100), Priority.Normal));

        var served = Serve([.. flood, .. others]);

        // Each account's time from its submit to the end of its first job, as a share of what it takes on an empty server.
        var slowdowns = served.GroupBy(one => one.Arrival.Account).Select(mine => (mine.Min(one => one.End) - mine.First().Arrival.At) / JobLength).ToList();
        var jain = Jain(slowdowns);
        var longestWait = served.Where(one => one.Arrival.Account != "flood").Max(one => one.End - JobLength - one.Arrival.At);
        output.WriteLine($"Jain index {jain:0.000}; the longest wait of the 99: {longestWait.TotalSeconds:0.00} s");
        Assert.True(jain >= 0.95, $"{jain}");
        Assert.True(longestWait <= JobLength, $"{longestWait}");
    }

    [Fact]
    public void FirstJob_BesideAHundredThousandOfAnother_WaitsForOneJobAtMost()
    {
        var flood = Enumerable.Range(0, 100_000).Select(_ => new Arrival("flood", TimeSpan.Zero, Priority.Normal));

        var served = Serve([.. flood, new Arrival("late", TimeSpan.FromSeconds(500.25), Priority.Normal)]);

        Assert.InRange(served.Single(one => one.Arrival.Account == "late").End - TimeSpan.FromSeconds(500.25), JobLength, 2 * JobLength);
    }

    [Fact]
    public void LowPriority_BesideAFloodOfHigh_WaitsForItsTurnAtMost()
    {
        var flood = Enumerable.Range(0, 10_000).Select(_ => new Arrival("flood", TimeSpan.Zero, Priority.High));

        var served = Serve([.. flood, new Arrival("patient", TimeSpan.FromSeconds(1.5), Priority.Low)]);

        // Sixteen turns of ten workers.
        Assert.InRange(served.Single(one => one.Arrival.Account == "patient").End - TimeSpan.FromSeconds(1.5), JobLength, (JobLength * Math.Ceiling((OfferQueue.PassedOverMax + 1.0) / Workers)) + JobLength);
    }

    /// <summary>The index of fairness by Jain, Chiu and Hawe: 1 when all are alike, 1/n when one has everything.</summary>
    private static double Jain(List<double> values) => Math.Pow(values.Sum(), 2) / (values.Count * values.Sum(value => value * value));

    private static List<Served> Serve(IReadOnlyList<Arrival> arrivals)
    {
        var queue = new OfferQueue();
        var waiting = new Queue<(Arrival Arrival, int Number)>(arrivals.Select((arrival, number) => (arrival, number)).OrderBy(one => one.arrival.At));
        var free = new PriorityQueue<int, TimeSpan>(Enumerable.Range(0, Workers).Select(worker => (worker, TimeSpan.Zero)));
        var served = new List<Served>();
        while (free.TryDequeue(out var worker, out var now))
        {
            while (waiting.TryPeek(out var next) && next.Arrival.At <= now)
            {
                queue.Add(OfferOf(waiting.Dequeue()));
            }

            if (queue.TakeNext() is { } offer)
            {
                served.Add(new Served(arrivals[int.Parse(offer.Job.Value, System.Globalization.CultureInfo.InvariantCulture)], now + JobLength));
                free.Enqueue(worker, now + JobLength);
            }
            else if (waiting.TryPeek(out var later))
            {
                free.Enqueue(worker, later.Arrival.At);
            }
        }

        return served;
    }

    private static JobOffer OfferOf((Arrival Arrival, int Number) one) =>
        new(new WorkflowId("wf_1"), new JobId($"{one.Number}"), "work", one.Arrival.Priority, new AccountId(one.Arrival.Account), AWorkflow.Start + one.Arrival.At);

    private sealed record Arrival(string Account, TimeSpan At, Priority Priority);

    private sealed record Served(Arrival Arrival, TimeSpan End);
}
