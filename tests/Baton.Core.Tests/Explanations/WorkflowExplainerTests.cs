using System.Collections.Immutable;
using Baton.Contracts.Workflows;
using Baton.Core.Tests.Jobs;
using Baton.Core.Tests.Steps;
using Baton.Core.Tests.Workflows;
using Baton.Explanations;
using Baton.Jobs;
using Baton.Providers;
using Xunit;

namespace Baton.Core.Tests.Explanations;

public sealed class WorkflowExplainerTests
{
    private static readonly DurationRange Usual = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10));

    [Fact]
    public void Job_ThatNobodyLookedAt_IsNotSaidToBeWithoutProviders()
    {
        var job = Explain(new WorkflowRun(AStep.OneJob), null);

        Assert.Equal("Waits for a provider, as those before it do.", job.Summary);
        Assert.Null(job.Estimate);
    }

    [Fact]
    public void Job_WithoutAnyProviderLeft_SaysSo() =>
        Assert.StartsWith("No provider is left", Explain(new WorkflowRun(AStep.OneJob), []).Summary, StringComparison.Ordinal);

    [Fact]
    public void Estimate_OfAWaitingJob_CountsTheRoundsBeforeIt()
    {
        var job = Explain(new WorkflowRun(AStep.OneJob), [new ProviderSnapshot(AJob.Slow, null, Slots: 2, FreeSlots: 0, Ahead: 4)]);

        Assert.Equal((6, 30), (job.Estimate!.LowSeconds, job.Estimate.HighSeconds));
        Assert.Equal(4, job.Ahead);
        Assert.Equal("2 of 2 slots busy, 4 jobs ahead", job.Providers[0].Why);
    }

    [Fact]
    public void Estimate_WhereNobodyIsThere_IsNotMade()
    {
        var job = Explain(new WorkflowRun(AStep.OneJob), [new ProviderSnapshot(AJob.Slow, null, Slots: 0, FreeSlots: 0, Ahead: 0)]);

        Assert.Null(job.Estimate);
        Assert.Equal($"Start a worker of {AJob.Slow}.", job.WhatToDo);
    }

    [Fact]
    public void Estimate_WhereTheOnlyProviderPauses_IsNotMade()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);
        run.Fail(AJob.Slow, JobFailureKind.Transient);

        var job = Explain(run, [new ProviderSnapshot(AJob.Slow, null, Slots: 1, FreeSlots: 1, Ahead: null)]);

        Assert.Null(job.Estimate);
        Assert.StartsWith("paused until", job.Providers[0].Why, StringComparison.Ordinal);
        Assert.Equal("transient", Assert.Single(job.Attempts).Outcome);
    }

    [Fact]
    public void Provider_ThatStandsBehindTheOwn_IsSaidToBeHeldBackAndUntilWhen()
    {
        var own = new ProviderSnapshot(AJob.Slow, null, Slots: 1, FreeSlots: 0, Ahead: 1) { Terms = new ProviderTerms { Preference = 1 } };
        var paid = new ProviderSnapshot(AJob.Fast, null, Slots: 8, FreeSlots: 8, Ahead: null);

        var job = Explain(new WorkflowRun(AStep.OneJob), [own, paid]);
        var away = Explain(new WorkflowRun(AStep.OneJob), [own with { CanBegin = false }, paid]);

        Assert.Equal("Waits for a provider; 2 of 2 can take it. fast is held back until 2026-09-01 12:00:30Z, since slow is preferred.", job.Summary);
        Assert.Equal((true, "held back until 2026-09-01 12:00:30Z: slow is preferred; spills over after 30 s"), (job.Providers[1].Viable, job.Providers[1].Why));
        Assert.Equal("It begins when a slot is free, or at fast after 2026-09-01 12:00:30Z.", job.WhatToDo);
        Assert.Equal((4, 20), (job.Estimate!.LowSeconds, job.Estimate.HighSeconds));
        Assert.Equal("8 of 8 slots free", away.Providers[1].Why);
        Assert.Equal("Waits for a provider; 2 of 2 can take it.", away.Summary);
    }

    [Fact]
    public void Attempts_OfAJobThatIsLostAgainAndAgain_AreTheLatestTwenty()
    {
        var run = new WorkflowRun(AStep.OneJob);
        for (var i = 0; i < 30 && run.Claim(AJob.Slow) is null; i++)
        {
            run.HandBack(AJob.Slow, epoch: i + 1);
        }

        var job = Explain(run, []);

        Assert.Equal(30, job.Claims);
        Assert.Equal(Enumerable.Range(11, 20), job.Attempts.Select(attempt => attempt.Number));
    }

    private static JobExplanation Explain(WorkflowRun run, ImmutableArray<ProviderSnapshot>? providers) =>
        new WorkflowExplainer(run.Workflow, _ => providers, _ => Usual, run.Now).Explain().Steps[0].Jobs[0];
}
