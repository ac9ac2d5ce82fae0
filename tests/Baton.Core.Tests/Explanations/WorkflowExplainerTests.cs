using System.Collections.Immutable;
using Baton.Contracts.Workflows;
using Baton.Core.Tests.Jobs;
using Baton.Core.Tests.Steps;
using Baton.Core.Tests.Workflows;
using Baton.Explanations;
using Baton.Jobs;
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
