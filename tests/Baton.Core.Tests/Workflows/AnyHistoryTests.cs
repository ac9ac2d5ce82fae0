using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Workflows;
using CsCheck;
using Xunit;

namespace Baton.Core.Tests.Workflows;

/// <summary>What holds for every workflow, whatever happens to it. Each property is named for its invariant.</summary>
public sealed class AnyHistoryTests
{
    [Fact]
    public void Terminal_WhateverHappensLater_NeverChanges() => EachMoment(moment =>
    {
        foreach (var (before, after) in moment.Before.Steps.Zip(moment.After.Steps))
        {
            Assert.True(!before.Status.IsTerminal() || (before.Status, before.CompletedAt) == (after.Status, after.CompletedAt));
            foreach (var job in before.Jobs.Where(job => job.Status.IsTerminal()))
            {
                Assert.Same(job, after.Jobs.Single(other => other.Id == job.Id));
            }
        }

        Assert.True(!moment.Before.Status.IsTerminal()
            || (moment.Before.Status, moment.Before.CompletedAt) == (moment.After.Status, moment.After.CompletedAt));
    });

    [Fact]
    public void Terminal_ForWorkflowStepAndJob_MeansThatItIsDated() => EachMoment(moment =>
    {
        Assert.Equal(moment.After.Status.IsTerminal(), moment.After.CompletedAt is not null);
        Assert.All(moment.After.Steps, step => Assert.Equal(step.Status.IsTerminal(), step.CompletedAt is not null));
        Assert.All(JobsOf(moment.After), job => Assert.Equal(job.Status.IsTerminal(), job.CompletedAt is not null));
    });

    [Fact]
    public void OneWinner_JobIsHeldUnderALease_AndOnlyThen() => EachMoment(moment =>
        Assert.All(JobsOf(moment.After), job =>
        {
            Assert.Equal(job.Status.IsHeld(), job.Lease is not null);
            Assert.True(job.LiveClaims().All(lease => lease.Epoch <= job.Epoch));
        }));

    [Fact]
    public void OneWinner_SecondClaim_IsOfAHedgedJobAndAnotherWorker() => EachMoment(moment =>
        Assert.All(JobsOf(moment.After).Where(job => job.Hedge is not null), job =>
        {
            Assert.True(job.Lease is { IsHedged: true });
            Assert.Equal((job.Lease.Epoch + 1, job.Epoch), (job.Hedge!.Epoch, job.Hedge.Epoch));
            Assert.NotEqual(job.Lease.Worker, job.Hedge.Worker);
        }));

    [Fact]
    public void OneWinner_ClaimThatWasOvertaken_IsNeverTheOneThatSucceeded() => EachMoment(moment =>
        Assert.All(JobsOf(moment.After).Where(job => job.Status == WorkflowStatus.Succeeded), job => Assert.DoesNotContain(job.Attempts ?? [], attempt => attempt.Epoch == (job.ReportedUnder ?? job.Epoch))));

    // Whoever looks at the workflow sees what they would see without hedging: a second claim, its end and its renewals change nothing but itself and the progress.
    [Fact]
    public void OneWinner_SecondClaim_IsUnseen() => EachMoment(moment =>
    {
        foreach (var before in JobsOf(moment.Before).Where(job => job.Status.IsHeld()))
        {
            var after = JobsOf(moment.After).Single(job => job.Id == before.Id);
            if (moment.Command is WorkflowCommand.Claim or WorkflowCommand.Hedge || (before.Hedge is not null && moment.Command is WorkflowCommand.Fail { Kind: JobFailureKind.Transient or JobFailureKind.Rejected } or WorkflowCommand.HandBack))
            {
                Assert.Equal((before.Status, before.StartedAt, before.Progress), (after.Status, after.StartedAt, after.Progress));
            }
        }
    });

    [Fact]
    public void Explained_ClaimThatIsNoLongerLive_SucceededOrIsTold() => EachMoment(moment =>
    {
        foreach (var before in JobsOf(moment.Before).Where(job => job.Status.IsHeld()))
        {
            var after = JobsOf(moment.After).Single(job => job.Id == before.Id);
            Assert.All(
                before.LiveClaims().Where(lease => after.LiveClaims().All(live => live.Epoch != lease.Epoch)),
                lease => Assert.True(after.Attempts?.Any(attempt => attempt.Epoch == lease.Epoch) == true || (after.Status == WorkflowStatus.Succeeded && (after.ReportedUnder ?? after.Epoch) == lease.Epoch)));
        }
    });

    [Fact]
    public void OneWinner_EpochOfAJob_GrowsByOneWithEachClaimAndNeverOtherwise() => EachMoment(moment =>
    {
        var claimed = moment is { Command: WorkflowCommand.Claim claim, Decision: WorkflowDecision.Accepted } ? claim.Job : default;
        var before = JobsOf(moment.Before).ToDictionary(job => job.Id, job => job.Epoch);
        Assert.All(
            JobsOf(moment.After).Where(job => before.ContainsKey(job.Id)),
            job => Assert.Equal(before[job.Id] + (job.Id == claimed ? 1 : 0), job.Epoch));
    });

    [Fact]
    public void OneWinner_ReportNotUnderTheLiveClaim_ChangesNothing() => EachMoment(moment =>
    {
        var (id, holder) = moment.Command switch
        {
            WorkflowCommand.Renew renew => (renew.Job, renew.Holder),
            WorkflowCommand.Complete complete => (complete.Job, complete.Holder),
            WorkflowCommand.Fail fail => (fail.Job, fail.Holder),
            WorkflowCommand.HandBack handBack => (handBack.Job, handBack.Holder),
            WorkflowCommand.NoteRequest note => (note.Job, note.Holder),
            WorkflowCommand.EndRequest end => (end.Job, end.Holder),
            _ => default,
        };
        var job = JobsOf(moment.Before).SingleOrDefault(job => job.Id == id);
        Assert.True(job is null || job.ClaimOf(holder, moment.Now) is not null || ReferenceEquals(moment.Before, moment.After));
    });

    [Fact]
    public void Exhausted_FailureOfAJob_IsAbandonmentOrBadInput() => EachMoment(moment =>
        Assert.All(
            JobsOf(moment.After).Where(job => job.Status == WorkflowStatus.Failed && JobsOf(moment.Before).Any(b => b.Id == job.Id && b.Status != WorkflowStatus.Failed)),
            _ => Assert.True(moment.Command is WorkflowCommand.Abandon or WorkflowCommand.Fail { Kind: JobFailureKind.Invalid or JobFailureKind.Blocked })));

    [Fact]
    public void Exhausted_ProviderThatIsExhausted_NeverClaimsTheJobAgain() => EachMoment(moment =>
        Assert.False(moment is { Command: WorkflowCommand.Claim claim, Decision: WorkflowDecision.Accepted }
            && JobsOf(moment.Before).Single(job => job.Id == claim.Job).TroubleWith(claim.Provider) is { Exhausted: true }));

    [Fact]
    public void Request_ThatWasWrittenDown_IsForgottenByWhoHoldsTheJobOnly() => EachMoment(moment =>
    {
        var before = JobsOf(moment.Before).ToDictionary(job => job.Id);
        foreach (var job in JobsOf(moment.After).Where(job => before.ContainsKey(job.Id)))
        {
            var lost = (before[job.Id].Requests ?? []).Where(request => job.RequestOf(request.Provider)?.Key != request.Key).Select(request => request.Provider).ToList();
            Assert.True(lost.Count == 0 || (moment.Command is WorkflowCommand.NoteRequest or WorkflowCommand.EndRequest && lost.All(provider => provider == before[job.Id].Lease?.Provider)));
        }
    });

    [Fact]
    public void Request_WhoseWorkerWentAway_KeepsTheJobFromOtherProvidersUntilTheHoldIsOver() => EachMoment(moment =>
        Assert.All(JobsOf(moment.Before), job => Assert.True(
            moment is not { Command: WorkflowCommand.Claim claim, Decision: WorkflowDecision.Accepted }
            || claim.Job != job.Id || job.HeldFor(moment.Now) is not { } watcher || watcher == claim.Provider)));

    [Fact]
    public void Rollup_StatusOfTheWorkflow_IsAFunctionOfItsSteps() => EachMoment(moment =>
        Assert.Equal(Rollup.Of(moment.After.Steps.Select(step => step.Status)), moment.After.Status));

    [Fact]
    public void Rollup_StatusOfAStepThatHasJobs_IsAFunctionOfThem() => EachMoment(moment =>
        Assert.All(
            moment.After.Steps.Where(step => step.Jobs.Length > 0),
            step => Assert.Equal(Rollup.Of(step.CurrentJobs().Select(job => job.Status)), step.Status)));

    [Fact]
    public void Rollup_StepIsReady_OnceAllItDependsOnHaveSucceededAndNotBefore() => EachMoment(moment =>
    {
        for (var i = 0; i < moment.After.Steps.Length; i++)
        {
            var step = moment.After.Steps[i];
            var sources = moment.After.Definition.Steps[i].DependsOn.Select(source => moment.After.Steps[source].Status).ToList();
            Assert.True(step.ReadyAt is null || sources.All(status => status == WorkflowStatus.Succeeded));
            Assert.True(step.ReadyAt is not null || step.Status.IsTerminal() || sources.Any(status => !status.IsTerminal()));
        }
    });

    [Fact]
    public void Rollup_StepThatWasCanceledForItsDependency_NeverEmitsAJob() => EachMoment(moment =>
        Assert.All(moment.After.Steps.Where(step => step.ReadyAt is null), step => Assert.Empty(step.Jobs)));

    [Fact]
    public void Ends_WakeUp_IsSetWhileUnfinishedAndNeverLaterThanWhatIsDue() => EachMoment(moment =>
    {
        var wakeUp = WakeUp.At(moment.After);
        Assert.Equal(moment.After.Status.IsTerminal(), wakeUp is null);
        Assert.All(DueTimesOf(moment.After), due => Assert.True(wakeUp <= due));
    });

    [Fact]
    public void Ends_AfterAWake_NothingIsOverdue() => EachMoment(moment =>
        Assert.True(moment.Command is not WorkflowCommand.Wake || WakeUp.At(moment.After) is not { } due || due > moment.Now));

    // Nobody does anything any more: being woken whenever that is due is enough to bring every workflow to its end.
    [Fact]
    public void Ends_WakesAlone_BringAnyWorkflowToItsEnd() => History.Any.Sample(history =>
    {
        var run = new WorkflowRun(history.Play().Last().After);
        for (var wakes = 0; WakeUp.At(run.Workflow) is { } due; wakes++)
        {
            Assert.True(wakes < 200, "It was woken 200 times and has not ended.");
            run.Pass(due > run.Now ? due - run.Now : TimeSpan.Zero).Wake();
        }
    });

    [Fact]
    public void Bounded_JobsOfAnItem_AreOneAndItsRetries() => EachMoment(moment =>
    {
        foreach (var (step, definition) in moment.After.Steps.Zip(moment.After.Definition.Steps))
        {
            Assert.All(step.Jobs.GroupBy(job => job.Item), jobs => Assert.InRange(jobs.Count(), 1, 1 + definition.Retries));
            Assert.InRange(step.RetriesUsed, 0, definition.Retries);
        }
    });

    [Fact]
    public void CurrentJobs_OfAStep_AreTheLastOfEachItem() => EachMoment(moment =>
        Assert.All(moment.After.Steps, step => Assert.Equal(
            step.Jobs.GroupBy(job => job.Item).Select(jobs => jobs.Last().Id.Value).Order(StringComparer.Ordinal),
            step.CurrentJobs().Select(job => job.Id.Value).Order(StringComparer.Ordinal))));

    [Fact]
    public void Explained_JobThatDidNotSucceed_SaysWhy() => EachMoment(moment =>
        Assert.All(
            JobsOf(moment.After).Where(job => job.Status is WorkflowStatus.Failed or WorkflowStatus.Expired or WorkflowStatus.Canceled),
            job => Assert.False(string.IsNullOrEmpty(job.Detail))));

    // A caller or worker that did not hear the answer asks again.
    [Fact]
    public void Repeat_OfAnAcceptedCommand_IsAcceptedAndChangesNothing() => EachMoment(moment =>
    {
        if (moment.Decision is WorkflowDecision.Accepted && IsAskedAgain(moment))
        {
            var again = Assert.IsType<WorkflowDecision.Accepted>(History.Repeat(moment));

            Assert.Equal(StoredText.Of(moment.After), StoredText.Of(again.Next));
        }
    });

    [Fact]
    public void Stored_AndReadBack_IsTheSameWorkflow() => History.Any.Sample(history =>
    {
        var workflow = history.Play().Last().After;

        var back = StoredText.Read(StoredText.Of(workflow), workflow.Definition);

        Assert.Equal(StoredText.Of(workflow), StoredText.Of(back));
        Assert.Equal(WakeUp.At(workflow), WakeUp.At(back));
    });

    private static void EachMoment(Action<Moment> holds) => History.Any.Sample(history =>
    {
        foreach (var moment in history.Play())
        {
            holds(moment);
        }
    });

    /// <summary>
    /// Not meant are claims and abandonments, which the engine never repeats; and a step change by which the step ended at once.
    /// </summary>
    private static bool IsAskedAgain(Moment moment) => moment.Command switch
    {
        WorkflowCommand.Claim or WorkflowCommand.Abandon => false,
        WorkflowCommand.UpdateStep { Change.TouchesTheRun: true } change => !moment.After.Steps[change.Step].Status.IsTerminal(),
        _ => true,
    };

    private static IEnumerable<JobState> JobsOf(WorkflowState workflow) => workflow.Steps.SelectMany(step => step.Jobs);

    private static IEnumerable<DateTimeOffset> DueTimesOf(WorkflowState workflow) =>
        from index in Enumerable.Range(0, workflow.Steps.Length)
        where !workflow.Steps[index].Status.IsTerminal() && workflow.DeadlineOf(index) is not null
        from due in workflow.Steps[index].Jobs
            .SelectMany(job => job.LiveClaims().SelectMany(lease => new[] { lease.ExpiresAt, lease.HedgeAt }))
            .OfType<DateTimeOffset>()
            .Append(workflow.DeadlineOf(index)!.Value)
        select due;
}
