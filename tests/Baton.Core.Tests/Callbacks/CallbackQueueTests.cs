using Baton.Callbacks;
using Baton.Contracts.Workflows;
using Baton.Core.Tests.Workflows;
using Xunit;

namespace Baton.Core.Tests.Callbacks;

public sealed class CallbackQueueTests
{
    private static readonly CallbackSchedule Schedule = new();
    private static readonly DateTimeOffset Now = AWorkflow.Start;
    private static readonly CallbackOutcome Delivered = new CallbackOutcome.Delivered();
    private static readonly CallbackOutcome Failed = new CallbackOutcome.Failed();

    [Fact]
    public void First_IsNumberedAndSentAtOnce_AndKeepsItsNumberUntilDelivered()
    {
        var queue = Of(Succeeded, Ended);

        var failed = queue.Report(1, Failed, 0.5, Schedule, Now);
        var again = failed.Wake(Schedule, failed.DueAt!.Value);

        Assert.Equal(1, queue.Next!.Number);
        Assert.Null(failed.Next);
        Assert.Equal(queue.Next, again.Next);
        Assert.Equal(2, again.Report(1, Delivered, 0.5, Schedule, Now).Next!.Number);
    }

    [Fact]
    public void Ends_RightBehindTheFirst_AreNumberedWithItAndMayFollowItAtOnce()
    {
        var queue = Of(Processing, Succeeded, Ended);

        Assert.Equal([1, 2, 3], queue.Waiting.Select(waiting => waiting.Number));
        Assert.Equal(queue.Waiting[1], queue.After(queue.Waiting[0]));
        Assert.Equal(queue.Waiting[2], queue.After(queue.Waiting[1]));
        Assert.Null(queue.After(queue.Waiting[2]));
    }

    [Fact]
    public void End_BehindWhatMayBeOvertaken_WaitsForItsNumber()
    {
        var queue = Of(Succeeded, Processing, Ended);

        Assert.Equal([1, 0, 0], queue.Waiting.Select(waiting => waiting.Number));
        Assert.Null(queue.After(queue.Waiting[0]));
        Assert.Equal([2, 3], queue.Report(1, Delivered, 0.5, Schedule, Now).Waiting.Select(waiting => waiting.Number));
    }

    [Fact]
    public void Processing_ThatIsOvertakenWhileItWaits_IsReplaced()
    {
        var queue = Of(Succeeded, At(Processing, 1), At(Processing, 2), At(Processing, 3));

        Assert.Equal([Succeeded.At, Now.AddSeconds(3)], queue.Waiting.Select(waiting => waiting.At));
    }

    [Fact]
    public void Processing_ThatMayBeOnItsWay_IsNotReplaced()
    {
        var queue = Of(At(Processing, 1), At(Processing, 2));

        Assert.Equal(2, queue.Waiting.Length);
    }

    [Fact]
    public void End_IsNeverReplaced()
    {
        var queue = Of(Processing, Succeeded, Succeeded);

        Assert.Equal(3, queue.Waiting.Length);
    }

    [Fact]
    public void Pauses_GrowUpToAnHourAndLastThreeDays_ThenTheEventIsParkedAndTheNextIsTried()
    {
        var queue = Of(Succeeded, Ended);
        var now = Now;
        var pauses = new List<TimeSpan>();
        while (queue.Parked.IsEmpty)
        {
            queue = queue.Report(1, Failed, 0.5, Schedule, now);
            if (queue.Parked.IsEmpty)
            {
                pauses.Add(queue.DueAt!.Value - now);
                now = queue.DueAt.Value;
                queue = queue.Wake(Schedule, now);
            }
        }

        Assert.Equal(Now + TimeSpan.FromDays(3), now);
        Assert.Equal([2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600], pauses.Take(13).Select(pause => pause.TotalSeconds));
        Assert.Equal(1, Assert.Single(queue.Parked).Number);
        Assert.Equal(2, queue.Next!.Number);
    }

    [Fact]
    public void Pauses_OfDifferentWorkflows_DifferByAQuarterEitherWay()
    {
        Assert.Equal(TimeSpan.FromSeconds(1.5), Schedule.PauseAfter(1, jitter: 0));
        Assert.Equal(TimeSpan.FromSeconds(2.5), Schedule.PauseAfter(1, jitter: 1));
    }

    [Theory]
    [InlineData(30, 30)]
    [InlineData(1, 2)]
    [InlineData(-5, 2)]
    [InlineData(1_000_000_000, 86_400)]
    public void RetryAfter_IsObeyedWithinBounds(int askedSeconds, int pauseSeconds)
    {
        var queue = Of(Succeeded).Report(1, new CallbackOutcome.Failed(TimeSpan.FromSeconds(askedSeconds)), 0.5, Schedule, Now);

        Assert.Equal(Now.AddSeconds(pauseSeconds), queue.DueAt);
    }

    [Fact]
    public void Gone_EndsAllForThisEndpoint()
    {
        var queue = Of(Processing, Succeeded).Report(1, new CallbackOutcome.Gone(), 0.5, Schedule, Now);

        Assert.True(queue.Unsubscribed);
        Assert.Null(queue.DueAt);
        Assert.Same(queue, queue.Add(Ended, Schedule, Now));
    }

    [Fact]
    public void Busy_PausesWithoutGivingUp()
    {
        var queue = Of(Succeeded).Report(1, new CallbackOutcome.Busy(), 0.5, Schedule, Now + TimeSpan.FromDays(4));

        Assert.Empty(queue.Parked);
        Assert.Equal(Now + TimeSpan.FromDays(4) + TimeSpan.FromSeconds(2), queue.DueAt);
    }

    [Fact]
    public void Busy_PausesForNoMoreThanAQuarterOfAMinute()
    {
        var queue = Of(Succeeded);
        var pauses = new List<double>();
        for (var now = Now; pauses.Count < 6; now = queue.DueAt!.Value)
        {
            queue = queue.Wake(Schedule, now).Report(1, new CallbackOutcome.Busy(), 0.5, Schedule, now);
            pauses.Add((queue.DueAt!.Value - now).TotalSeconds);
        }

        Assert.Equal([2, 4, 8, 16, 16, 16], pauses);
    }

    [Fact]
    public void Report_ThatComesLateOrTwice_ChangesNothing()
    {
        var queue = Of(Processing, Succeeded).Report(1, Delivered, 0.5, Schedule, Now);

        Assert.Same(queue, queue.Report(1, Delivered, 0.5, Schedule, Now));
        Assert.Same(queue, queue.Report(1, Failed, 0.5, Schedule, Now));
        Assert.Same(queue, queue.Report(3, Delivered, 0.5, Schedule, Now));
    }

    [Fact]
    public void Attempt_NotHeardOfAgain_IsDueAnew()
    {
        var queue = Of(Succeeded);

        Assert.Same(queue, queue.Wake(Schedule, Now + Schedule.LostAfter - TimeSpan.FromTicks(1)));
        var woken = queue.Wake(Schedule, Now + Schedule.LostAfter);

        Assert.Equal(queue.Next, woken.Next);
        Assert.True(woken.DueAt > queue.DueAt);
    }

    [Fact]
    public void Replay_SendsWhatWasParkedUnderItsOldNumbers_BeforeWhatHasNone()
    {
        var late = Now + TimeSpan.FromDays(3);
        var queue = Of(Processing, Succeeded, Ended).Report(1, Failed, 0.5, Schedule, late).Report(2, Failed, 0.5, Schedule, late);

        var again = queue.Add(Processing, Schedule, late).Replay(Schedule, late);

        Assert.Equal([1, 2], queue.Parked.Select(parked => parked.Number));
        Assert.Empty(again.Parked);
        Assert.Equal([3, 1, 2, 0], again.Waiting.Select(waiting => waiting.Number));
        var next = again.Report(3, Delivered, 0.5, Schedule, late).Report(1, Failed, 0.5, Schedule, late);
        Assert.Empty(next.Parked);
        Assert.Equal(1, next.Waiting[0].Number);
    }

    [Fact]
    public void Replay_OfNothing_ChangesNothing()
    {
        var queue = Of(Succeeded);

        Assert.Same(queue, queue.Replay(Schedule, Now));
    }

    private static CallbackEvent Processing => new() { Step = 0, Job = 0, Status = WorkflowStatus.Processing, At = Now };

    private static CallbackEvent Succeeded => new() { Step = 0, Job = 0, Status = WorkflowStatus.Succeeded, At = Now };

    private static CallbackEvent Ended => new() { Status = WorkflowStatus.Succeeded, At = Now };

    private static CallbackEvent At(CallbackEvent happened, int seconds) => happened with { At = Now.AddSeconds(seconds) };

    private static CallbackQueue Of(params CallbackEvent[] events) => events.Aggregate(new CallbackQueue(), (queue, happened) => queue.Add(happened, Schedule, Now));
}
