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
    public void AnyOffers_LeaveOnceEachByPriorityThenAge() =>
        Gen.Select(Gen.Int[0, 9], Gen.Enum<Priority>(), Gen.Int[0, 3]).Array[0, 30].Sample(made =>
        {
            var queue = QueueOf([.. made.Select(offer => Offer($"job{offer.Item1}", offer.Item2, offer.Item3))]);
            var last = made.Select((offer, at) => (Job: $"job{offer.Item1}", offer.Item2, at)).GroupBy(o => o.Job).ToDictionary(g => g.Key, g => g.Last().Item2);

            var left = Drain(queue);

            Assert.Equal(last.Count, left.Count);
            Assert.Equal(left.Select(job => last[job]).Order(), left.Select(job => last[job]));
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

    private static JobOffer Offer(string job, Priority priority = Priority.Normal, int age = 0) =>
        new(new WorkflowId("wf_1"), new JobId(job), "work", priority, new AccountId("ann"), AWorkflow.Start - TimeSpan.FromHours(age));
}
