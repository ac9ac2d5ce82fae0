using System.Collections.Immutable;
using System.Collections.Frozen;
using Baton.Claims;
using Baton.Core.Tests.Workflows;
using Baton.Jobs;
using Baton.Offers;
using Baton.Providers;
using Xunit;

namespace Baton.Core.Tests.Offers;

/// <summary>Workers and providers that keep failing are left alone for a while, and what waits for them is not lost.</summary>
public sealed class ProviderPauseTests(ITestOutputHelper output)
{
    private static readonly PauseSchedule Pauses = new();
    private static readonly WorkerId Inside = WorkerId.InProcess("p", new ProviderId("images"), 0);

    private readonly ProviderQueue _queue = new(Pauses);
    private DateTimeOffset _now = AWorkflow.Start;

    [Fact]
    public void Provider_ThatIsDead_IsPausedAfterThreeAttempts()
    {
        Offer(10);

        var attempts = FailUntilPaused(Inside);

        Assert.Equal(3, attempts);
        Assert.Equal(7, _queue.Count);
        Assert.Equal((3, 1, "refused"), (_queue.Breaker.Failures, _queue.Breaker.Pauses, _queue.Breaker.Reason));
    }

    [Fact]
    public void Provider_WithSeveralWorkersThatAllFail_IsPausedAfterThreeAttempts()
    {
        Offer(10);
        foreach (var worker in (string[])["a", "b", "c"])
        {
            Fail(Assert.Single(Take(worker)), worker);
        }

        Assert.True(_queue.Breaker.IsPaused(_now));
    }

    [Fact]
    public void Worker_ThatFailsBesideOthers_IsPausedAlone()
    {
        Offer(10);
        Take("good");
        for (var i = 0; i < 3; i++)
        {
            Fail(Assert.Single(Take("bad")), "bad");
        }

        Assert.Empty(Take("bad"));
        Assert.True(_queue.BreakerOf(new WorkerId("bad")).IsPaused(_now));
        Assert.False(_queue.Breaker.IsPaused(_now));
        Assert.Single(Take("good"));
    }

    [Fact]
    public void Pauses_OfAProviderThatStaysDead_GrowToTheLongest()
    {
        Offer(40);
        FailUntilPaused(Inside);
        var (attempts, pauses) = (3, new List<double>());
        for (var end = _now + TimeSpan.FromMinutes(10); _now < end;)
        {
            pauses.Add((_queue.Breaker.PausedUntil!.Value - _now).TotalSeconds);
            _now = _queue.Breaker.PausedUntil.Value;
            Fail(Assert.Single(Take(Inside)), Inside);
            attempts++;
        }

        output.WriteLine($"{attempts} attempts while it was dead for ten minutes; pauses of {string.Join(", ", pauses.Select(pause => $"{pause:0.#}"))} s");
        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 30], pauses.Take(8));
        Assert.Equal((30, 27), (pauses[^1], attempts));
    }

    [Fact]
    public void Pause_ByChance_IsAQuarterLongerOrShorter()
    {
        Assert.Equal((0.75, 1.25), (Pauses.PauseOf(1, jitter: 0).TotalSeconds, Pauses.PauseOf(1, jitter: 1).TotalSeconds));
        Assert.Equal(37.5, Pauses.PauseOf(1000, jitter: 1).TotalSeconds);
    }

    [Fact]
    public void Trials_AfterAPause_GoOneByOneUntilOneSucceeds()
    {
        Offer(10);
        FailUntilPaused(Inside);

        Assert.Empty(Take(Inside));
        _now = _queue.Breaker.PausedUntil!.Value;
        var trial = Assert.Single(Take(Inside, count: 5));
        Assert.True(trial.IsTrial);
        Assert.Empty(Take(Inside));
        _now += Pauses.TrialInterval;
        Assert.True(Assert.Single(Take(Inside)).IsTrial);

        Note(trial, Inside, AttemptOutcome.Succeeded);

        Assert.Equal(Breaker.Closed, _queue.Breaker);
        Assert.Equal([false, false, false, false, false], Take(Inside, count: 10).Select(offer => offer.IsTrial));
    }

    [Theory]
    [InlineData(AttemptOutcome.Rejected)]
    [InlineData(AttemptOutcome.Canceled)]
    [InlineData(AttemptOutcome.Lost)]
    public void Trial_ThatSaysNothingOfTheProvider_IsFollowedByAnother(AttemptOutcome outcome)
    {
        Offer(10);
        FailUntilPaused(Inside);
        _now = _queue.Breaker.PausedUntil!.Value;

        Note(Assert.Single(Take(Inside)), Inside, outcome);

        Assert.True(Assert.Single(Take(Inside)).IsTrial);
    }

    [Fact]
    public void Failures_WithASuccessBetween_DoNotAddUp()
    {
        Offer(10);
        for (var i = 0; i < 4; i++)
        {
            Fail(Assert.Single(Take(Inside)), Inside);
            if (i == 1)
            {
                Note(Assert.Single(Take(Inside)), Inside, AttemptOutcome.Succeeded);
            }
        }

        Assert.False(_queue.Breaker.IsPaused(_now));
    }

    [Fact]
    public void Failures_OfClaimsFromBeforeThePause_DoNotMakeItLonger()
    {
        Offer(10);
        var begun = Take(Inside, count: 8);
        foreach (var offer in begun)
        {
            Fail(offer, Inside);
        }

        Assert.Equal((8, 1), (_queue.Breaker.Failures, _queue.Breaker.Pauses));
    }

    [Fact]
    public void Workers_ThatFallSilent_ArePausedButNotTheirProvider()
    {
        Offer(20);
        for (var i = 0; i < 3; i++)
        {
            Note(Assert.Single(Take("silent")), new WorkerId("silent"), AttemptOutcome.Lost);
        }

        Assert.Empty(Take("silent"));
        Assert.Single(Take("another"));
    }

    [Fact]
    public void Job_ThatIsHandedOutAfterAnotherFailed_OnlyTries()
    {
        Offer(2);
        var failed = Assert.Single(Take(Inside));
        Fail(failed, Inside);
        _queue.Add(failed);

        Assert.Equal([("1", true), (failed.Job.Value, false)], Take(Inside, count: 2).Select(offer => (offer.Job.Value, offer.IsTrial)));
        Note(failed, Inside, AttemptOutcome.Succeeded);
        Offer(1);
        Assert.False(Assert.Single(Take(Inside)).IsTrial);
    }

    [Fact]
    public void Trials_ThatHang_AreNoMoreThanPauses()
    {
        Offer(40);
        FailUntilPaused(Inside);
        for (var pause = 2; pause <= 6; pause++)
        {
            _now = _queue.Breaker.PausedUntil!.Value;
            Fail(Assert.Single(Take(Inside)), Inside);
        }

        _now = _queue.Breaker.PausedUntil!.Value;
        Assert.Single(Take(Inside));
        _now += Pauses.Max - TimeSpan.FromSeconds(1);

        Assert.Empty(Take(Inside));
        _now += TimeSpan.FromSeconds(1);
        Assert.Single(Take(Inside));
    }

    [Fact]
    public void Workers_ThatAreLostWithThoseThatTookTheirPlaces_PauseTheirProvider()
    {
        Offer(40);
        var first = Begin("a", "b", "c", "d", "e");
        Lose(first, after: 10);
        Assert.False(_queue.Breaker.IsPaused(_now));

        Lose(Begin("a2", "b2", "c2"), after: 10);

        Assert.Equal((3, 1, "One worker after the other stopped reporting."), (_queue.Breaker.Failures, _queue.Breaker.Pauses, _queue.Breaker.Reason));
        _now = _queue.Breaker.PausedUntil!.Value;
        Lose(Begin("d2"), after: 10);
        Assert.Equal(2, _queue.Breaker.Pauses);
    }

    [Fact]
    public void Workers_ThatAreLostBesideOnesThatWork_LeaveTheirProviderAlone()
    {
        Offer(40);
        for (var i = 0; i < 10; i++)
        {
            Lose(Begin($"lost{i}"), after: 10);
            Note(Assert.Single(Take("good")), new WorkerId("good"), AttemptOutcome.Succeeded);
        }

        Assert.Equal(Breaker.Closed, _queue.Breaker);
    }

    [Fact]
    public void Fleet_ThatIsLostAtOnce_LeavesItsProviderAlone()
    {
        Offer(40);

        Lose(Begin([.. Enumerable.Range(0, 20).Select(i => $"worker{i}")]), after: 10);

        Assert.Equal(Breaker.Closed, _queue.Breaker);
    }

    [Fact]
    public void Worker_ThatWaitsThroughAPause_GetsAJobWhenItEnds()
    {
        Offer(4);
        FailUntilPaused(Inside);
        _queue.BeginWait(new WaitingWorker(WorkerAsking.Plain(Inside)), _now);

        Assert.False(_queue.TryHandOver(_now, out _, out _));
        Assert.Equal(_queue.Breaker.PausedUntil, _queue.DueAt(_now));
        _now = _queue.DueAt(_now)!.Value;
        Assert.True(_queue.TryHandOver(_now, out var worker, out var offer));
        Assert.Equal((Inside, true, 0), (worker.Worker.Id, offer.IsTrial, _queue.WorkersWaiting));
    }

    [Fact]
    public void Worker_ThatWaitsThroughItsOwnPause_LetsOthersGoFirst()
    {
        Offer(10);
        for (var i = 0; i < 3; i++)
        {
            Take("good");
            _queue.Add(AnOffer.Of(100 + i));
            Fail(Assert.Single(Take("bad")), "bad");
        }

        _queue.BeginWait(new WaitingWorker(WorkerAsking.Plain(new WorkerId("bad"))), _now);
        Assert.False(_queue.TryHandOver(_now, out _, out _));
        _now = _queue.DueAt(_now)!.Value;
        _queue.BeginWait(new WaitingWorker(WorkerAsking.Plain(new WorkerId("good"))), _now);

        Assert.True(_queue.TryHandOver(_now, out var first, out _));
        Assert.Equal("good", first.Worker.Id.Value);
    }

    [Fact]
    public void Workers_ThatComeAndGo_AreForgotten()
    {
        for (var i = 0; i < 5_000; i++)
        {
            _queue.Add(AnOffer.Of(i));
            Fail(Assert.Single(Take($"worker{i}")), $"worker{i}");
            Note(AnOffer.Of(i), new WorkerId($"worker{i}"), AttemptOutcome.Succeeded);
            _now += TimeSpan.FromSeconds(1);
        }

        Assert.InRange(_queue.WorkersKnown, 1, 1_000);
    }

    private void Offer(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _queue.Add(AnOffer.Of(i));
        }
    }

    private List<(WorkerId Worker, JobOffer Offer)> Begin(params string[] workers) => [.. workers.Select(worker => (new WorkerId(worker), Assert.Single(Take(worker))))];

    /// <summary>Nothing is heard of any of them from when they began.</summary>
    private void Lose(List<(WorkerId Worker, JobOffer Offer)> begun, int after)
    {
        _now += TimeSpan.FromSeconds(after);
        foreach (var (worker, offer) in begun)
        {
            _queue.Note(new ClaimResult(worker, offer.Job, offer.Type, 1, AttemptOutcome.Lost, "silent", TimeSpan.FromSeconds(after)), jitter: 0.5, _now);
        }
    }

    private int FailUntilPaused(WorkerId worker)
    {
        var attempts = 0;
        while (Take(worker) is [var offer])
        {
            Fail(offer, worker);
            attempts++;
        }

        return attempts;
    }

    private ImmutableArray<JobOffer> Take(string worker) => Take(new WorkerId(worker));

    private ImmutableArray<JobOffer> Take(WorkerId worker, int count = 1) => _queue.Take(new WorkerAsking(worker, 10, 10, FrozenSet<string>.Empty), count, _now);

    private void Fail(JobOffer offer, string worker) => Fail(offer, new WorkerId(worker));

    private void Fail(JobOffer offer, WorkerId worker) => Note(offer, worker, AttemptOutcome.Transient);

    /// <summary>With the jitter in the middle, pauses are as long as the schedule says.</summary>
    private void Note(JobOffer offer, WorkerId worker, AttemptOutcome outcome) =>
        _queue.Note(new ClaimResult(worker, offer.Job, offer.Type, 1, outcome, "refused", TimeSpan.FromSeconds(1)), jitter: 0.5, _now);
}
