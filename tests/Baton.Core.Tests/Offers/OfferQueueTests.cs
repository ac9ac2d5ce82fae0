using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Core.Tests.Workflows;
using Baton.Jobs;
using Baton.Offers;
using Baton.Workflows;
using CsCheck;
using Xunit;

namespace Baton.Core.Tests.Offers;

public sealed class OfferQueueTests
{
    [Fact]
    public void Offers_OfSeveralPriorities_LeaveTheHighestFirst()
    {
        var queue = QueueOf(Offer("low", Priority.Low), Offer("normal"), Offer("high", Priority.High));

        Assert.Equal(["high", "normal", "low"], Drain(queue));
    }

    [Fact]
    public void Offers_OfOnePriority_LeaveTheOlderWorkflowFirst()
    {
        var queue = QueueOf(Offer("young", age: 1), Offer("old", age: 2));

        Assert.Equal(["old", "young"], Drain(queue));
    }

    [Fact]
    public void Offers_AlikeInAllElse_LeaveInTheOrderTheyCame()
    {
        var queue = QueueOf(Offer("a"), Offer("b"), Offer("c"));

        Assert.Equal(["a", "b", "c"], Drain(queue));
    }

    [Fact]
    public void Offer_MadeTwice_StandsOnceAndKeepsItsPlace()
    {
        var queue = QueueOf(Offer("a"), Offer("b"), Offer("a"));

        Assert.Equal(["a", "b"], Drain(queue));
    }

    [Fact]
    public void Offer_MadeAgainWithAnotherPriority_Moves()
    {
        var queue = QueueOf(Offer("a"), Offer("b"), Offer("b", Priority.High));

        Assert.Equal(["b", "a"], Drain(queue));
    }

    [Fact]
    public void Offer_ThatWasTakenBack_IsGone()
    {
        var queue = QueueOf(Offer("a"), Offer("b"));

        Assert.True(queue.Remove(new JobId("a")));
        Assert.False(queue.Remove(new JobId("a")));
        Assert.Equal(["b"], Drain(queue));
    }

    [Fact]
    public void Queue_WithNothingInIt_GivesNothing() => Assert.Null(new OfferQueue().TakeNext());

    [Fact]
    public void Offers_OfSeveralAccounts_LeaveInTurns()
    {
        var queue = QueueOf(Offer("a1"), Offer("a2"), Offer("a3"), Offer("b1", account: "bob"), Offer("b2", account: "bob"), Offer("c1", account: "cid", age: 9));

        Assert.Equal(["a1", "b1", "c1", "a2", "b2", "a3"], Drain(queue));
    }

    [Fact]
    public void Offer_OfAnAccountThatComesLate_WaitsForOneJobOfEachOther()
    {
        var queue = QueueOf([.. Enumerable.Range(0, 1000).Select(i => Offer($"a{i}"))]);
        queue.TakeNext();
        queue.Add(Offer("late", account: "bob"));

        Assert.Equal(1, queue.AheadOf(new JobId("late"), 1000));
        Assert.Equal(["a1", "late"], [queue.TakeNext()!.Job.Value, queue.TakeNext()!.Job.Value]);
    }

    [Fact]
    public void AnyOffers_LeaveOnceEachInTheOrderThatWasToldAhead() =>
        Gen.Select(Gen.Int[0, 19], Gen.Int[0, 3], Gen.Int[0, 2]).Array[0, 40].Sample(made =>
        {
            // The account and age of a job do not change.
            var offers = made.DistinctBy(offer => offer.Item1).Select(offer => Offer($"job{offer.Item1}", account: $"account{offer.Item2}", age: offer.Item3)).ToArray();
            var queue = QueueOf(offers);
            var told = offers.OrderBy(offer => queue.AheadOf(offer.Job, 1000)).Select(offer => offer.Job.Value).ToList();

            Assert.Equal(told, Drain(queue));
        });

    [Fact]
    public void AnyOffers_OfOneAccountAndPriority_LeaveByAge() =>
        Gen.Select(Gen.Enum<Priority>(), Gen.Int[0, 2], Gen.Int[0, 3]).Array[0, 60].Sample(made =>
        {
            var offers = made.Select((offer, index) => Offer($"job{index}", offer.Item1, offer.Item3, $"account{offer.Item2}")).ToList();
            var queue = QueueOf([.. offers]);

            var left = Drain(queue).Select(job => offers.Single(offer => offer.Job.Value == job)).ToList();

            Assert.Equal(offers.Count, left.Count);
            Assert.All(left.GroupBy(offer => (offer.Priority, offer.Account)), alike => Assert.Equal(alike.OrderBy(offer => offer.Since).Select(offer => offer.Since), alike.Select(offer => offer.Since)));
        });

    [Fact]
    public void AnyPriority_WithOffers_IsPassedOverOnlySoOftenInARow() =>
        Gen.Select(Gen.Enum<Priority>(), Gen.Int[0, 5]).Array[1, 400].Sample(made =>
        {
            var queue = QueueOf([.. made.Select((offer, index) => Offer($"job{index}", offer.Item1, account: $"account{offer.Item2}"))]);
            var left = made.GroupBy(offer => offer.Item1).ToDictionary(group => group.Key, group => group.Count());
            var passed = new Dictionary<Priority, int>();
            while (queue.TakeNext() is { } next)
            {
                left[next.Priority]--;
                passed[next.Priority] = 0;
                foreach (var lower in left.Where(level => level.Value > 0 && level.Key > next.Priority).Select(level => level.Key))
                {
                    passed[lower] = passed.GetValueOrDefault(lower) + 1;
                    Assert.InRange(passed[lower], 0, OfferQueue.PassedOverMax);
                }
            }
        });

    private static OfferQueue QueueOf(params JobOffer[] offers)
    {
        var queue = new OfferQueue();
        foreach (var offer in offers)
        {
            queue.Add(offer);
        }

        return queue;
    }

    private static List<string> Drain(OfferQueue queue)
    {
        var left = new List<string>();
        while (queue.TakeNext() is { } offer)
        {
            left.Add(offer.Job.Value);
        }

        Assert.Equal(0, queue.Count);
        return left;
    }

    private static JobOffer Offer(string job, Priority priority = Priority.Normal, int age = 0, string account = "ann") =>
        new(new WorkflowId("wf_1"), new JobId(job), "work", priority, new AccountId(account), AWorkflow.Start - TimeSpan.FromHours(age));
}
