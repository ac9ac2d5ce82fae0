using System.Collections.Frozen;
using Baton.Claims;
using Baton.Contracts.Workflows;
using Baton.Core.Tests.Workflows;
using Baton.Jobs;
using Baton.Offers;
using Baton.Providers;
using CsCheck;
using Xunit;

namespace Baton.Core.Tests.Offers;

/// <summary>Which of several workers gets a job, and which of several jobs a worker gets.</summary>
public sealed class RankingTests
{
    private const string Flux = "urn:air:flux1:checkpoint:civitai:618692@691639";
    private const string Pony = "urn:air:sdxl:checkpoint:civitai:257749@290640";

    private readonly ProviderQueue _queue = new(new PauseSchedule());
    private readonly DateTimeOffset _now = AWorkflow.Start;

    [Fact]
    public void Job_ThatSeveralCouldDo_GoesToWhomHasItsResources()
    {
        Wait("empty");
        Wait("half", resources: [Flux]);
        Wait("all", resources: [Flux, Pony]);

        Assert.Equal("all", HandOver(AnOffer.Of("a", resources: [Pony, Flux])));
        Assert.Equal("half", HandOver(AnOffer.Of("b", resources: [Pony, Flux])));
        Assert.Equal("empty", HandOver(AnOffer.Of("c", resources: [Pony, Flux])));
    }

    [Fact]
    public void Job_ThatSeveralCouldDo_GoesToOneThatHasNotFailed()
    {
        Note("shaky", AttemptOutcome.Transient);
        Wait("shaky");
        Wait("sound");

        Assert.Equal("sound", HandOver(AnOffer.Of("a")));
        Assert.Equal("shaky", HandOver(AnOffer.Of("b")));
    }

    [Fact]
    public void Job_ThatSeveralCouldDo_GoesToTheQuickerOne()
    {
        for (var i = 0; i < 20; i++)
        {
            Note("slow", AttemptOutcome.Succeeded, seconds: 8);
            Note("quick", AttemptOutcome.Succeeded, seconds: 2);
        }

        Wait("slow");
        Wait("quick");

        Assert.Equal("quick", HandOver(AnOffer.Of("a")));
    }

    [Fact]
    public void Job_ThatSeveralCouldDo_GoesToTheOneWithMoreFreeSlots()
    {
        Wait("busy", slots: 4, free: 1);
        Wait("idle", slots: 2, free: 2);

        Assert.Equal("idle", HandOver(AnOffer.Of("a")));
    }

    [Fact]
    public void Job_ThatSeveralCouldDoAlike_GoesToTheOneThatWaitsLongest()
    {
        Wait("first");
        Wait("second");

        Assert.Equal(["first", "second"], [HandOver(AnOffer.Of("a")), HandOver(AnOffer.Of("b"))]);
    }

    [Fact]
    public void Worker_WithAResource_GetsTheJobThatNeedsItFirst()
    {
        Offer(AnOffer.Of("plain", "ann"), AnOffer.Of("other", "bob", resources: [Pony]), AnOffer.Of("match", "cid", resources: [Flux]));

        Assert.Equal(["match", "plain", "other"], TakeAll(Flux));
    }

    [Fact]
    public void Worker_WithAResource_GetsNoLowerPriorityForIt()
    {
        Offer(AnOffer.Of("low", priority: Priority.Low, resources: [Flux]), AnOffer.Of("normal"));

        Assert.Equal(["normal", "low"], TakeAll(Flux));
    }

    [Fact]
    public void Account_WhoseResourcesAreEverywhere_GetsNoSecondJobBeforeAnothersFirst()
    {
        Offer([.. Enumerable.Range(0, 100).Select(i => AnOffer.Of($"flood{i}", "flood", resources: [Flux]))]);
        Offer(AnOffer.Of("late", "late", resources: [Pony]));

        Assert.InRange(TakeAll(Flux).IndexOf("late"), 0, 1);
    }

    [Fact]
    public void Job_WhoseResourcesNobodyHas_LetsOnlySoManyOthersGoFirst()
    {
        Offer(AnOffer.Of("rare", resources: [Pony]));
        Offer([.. Enumerable.Range(0, 1000).Select(i => AnOffer.Of($"usual{i}", resources: [Flux]))]);

        Assert.Equal(OfferQueue.LookAheadMax, TakeAll(Flux).IndexOf("rare"));
    }

    [Fact]
    public void AnyOffers_TakenByWorkersWithAnyResources_KeepEveryAccountsTurnAndTheBoundOfPasses() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 3]).Array[1, 120].Select(Gen.Int[0, 3].Array[120]).Sample((made, workers) =>
        {
            var offers = made.Select((one, i) => AnOffer.Of($"{i}", $"account{one.Item1}", resources: one.Item2 == 3 ? [] : [$"model{one.Item2}"])).ToList();
            var queue = new OfferQueue();
            offers.ForEach(queue.Add);
            var left = offers.GroupBy(offer => offer.Account).ToDictionary(mine => mine.Key, mine => mine.Count());
            var served = left.Keys.ToDictionary(account => account, _ => 0);
            for (var turn = 0; turn < offers.Count; turn++)
            {
                var worker = new WorkerAsking(new WorkerId("w"), 1, 1, new[] { $"model{workers[turn]}" }.ToFrozenSet());
                var next = queue.TakeNext(worker)!;
                left[next.Account]--;
                served[next.Account]++;

                // All came at once; so nobody is more than one job ahead of anybody who still has some.
                var behind = left.Where(one => one.Value > 0).Select(one => served[one.Key]).DefaultIfEmpty(int.MaxValue).Min();
                Assert.True(served[next.Account] - behind <= 1, $"{next.Account} has had {served[next.Account]}, another {behind}");
            }

            Assert.Equal(0, queue.Count);
        });

    private void Offer(params JobOffer[] offers)
    {
        foreach (var offer in offers)
        {
            _queue.Add(offer);
        }
    }

    private List<string> TakeAll(params string[] resources) =>
        [.. _queue.Take(new WorkerAsking(new WorkerId("w"), 1, 1, resources.ToFrozenSet()), int.MaxValue, _now).Select(offer => offer.Job.Value)];

    private void Wait(string worker, int slots = 1, int free = 1, params string[] resources) =>
        _queue.BeginWait(new WaitingWorker(new WorkerAsking(new WorkerId(worker), slots, free, resources.ToFrozenSet())), _now);

    private string HandOver(JobOffer offer)
    {
        _queue.Add(offer);
        Assert.True(_queue.TryHandOver(_now, out var worker, out var handed));
        Assert.Equal(offer.Job, handed.Job);
        return worker.Worker.Id.Value;
    }

    private void Note(string worker, AttemptOutcome outcome, double seconds = 1) =>
        _queue.Note(new ClaimResult(new WorkerId(worker), new JobId("job"), "work", 1, outcome, "refused", TimeSpan.FromSeconds(seconds)), jitter: 0.5, _now);
}
