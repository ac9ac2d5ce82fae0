using Baton.Contracts.Workflows;
using Baton.Storage;
using Baton.Tests.Simulation;
using Baton.Workflows;
using Xunit;

namespace Baton.Tests.Workflows;

/// <summary>What an actor says and does between a decision and the disk. Most of these were found by the simulation.</summary>
public sealed class WorkflowActorTests
{
    [Fact]
    public async Task Submit_BeforeTheStoreAnswers_IsNotAnswered()
    {
        var one = new OneActor();

        var submitting = one.Ask(actor => actor.Submit(OneActor.AWorkflow(SimulatedRecipes.Paid), key: null));

        Assert.False(submitting.IsCompleted);
        one.StoreAnswers();
        Assert.IsType<SaveResult.Saved>(await (await submitting).OnDisk);
    }

    [Fact]
    public void Job_ThatMayRunOnceOnly_IsOfferedWhenItIsOnDisk()
    {
        var one = new OneActor();
        one.Ask(actor => actor.Submit(OneActor.AWorkflow(SimulatedRecipes.Paid), key: null));
        Assert.Empty(one.Offered);

        one.StoreAnswers();

        Assert.Equal(OneActor.Job, Assert.Single(one.Offered).Job);
    }

    [Fact]
    public async Task Job_ThatMayRunTwice_IsOfferedClaimedAndDoneInOneWrite()
    {
        var one = new OneActor();
        var submitting = one.Ask(actor => actor.Submit(OneActor.AWorkflow(SimulatedRecipes.Quick), key: null));
        Assert.Single(one.Offered);

        Assert.NotNull(await one.Ask(actor => actor.Claim(OneActor.Claim(SimulatedRecipes.Inside), onDisk: false)));
        await one.Ask(actor => actor.Report(OneActor.Job, OneActor.Complete(), onDisk: false));
        one.StoreAnswers();

        Assert.Equal(WorkflowStatus.Succeeded, (await submitting).Workflow.Status);
        Assert.Equal(1, Assert.IsType<SaveResult.Saved>(await (await submitting).OnDisk).Version);
    }

    [Fact]
    public async Task Claim_OfAJobThatMayRunOnceOnly_IsAnsweredWhenItIsOnDisk()
    {
        var one = new OneActor().Submitted(SimulatedRecipes.Paid);

        var claiming = one.Ask(actor => actor.Claim(OneActor.Claim(SimulatedRecipes.North), onDisk: false));

        Assert.False(claiming.IsCompleted);
        one.StoreAnswers();
        Assert.Equal(OneActor.Worker, (await claiming)!.Lease.Worker);
    }

    [Fact]
    public async Task Claim_ByAProviderThatDoesNotRunTheJob_IsNotToBeHad()
    {
        var one = new OneActor().Submitted(SimulatedRecipes.Paid);

        var claiming = one.Ask(actor => actor.Claim(OneActor.Claim(SimulatedRecipes.South), onDisk: false));

        Assert.Null(await claiming);
    }

    [Fact]
    public void Wake_OfAJobThatWaits_OffersItAgain()
    {
        var one = new OneActor().Submitted(SimulatedRecipes.Paid);
        one.Offered.Clear();

        one.Wake();
        one.StoreAnswers();

        Assert.Single(one.Offered);
    }

    [Fact]
    public void Priority_WhenItIsChanged_ReachesTheProviders()
    {
        var one = new OneActor().Submitted(SimulatedRecipes.Paid);

        one.Ask(actor => actor.Apply(new WorkflowCommand.UpdateStep(0, new StepChange { Priority = Priority.High })));
        one.StoreAnswers();

        Assert.Equal([Priority.Normal, Priority.High], one.Offered.Select(offer => offer.Priority));
    }

    [Fact]
    public async Task Refusal_ForAnEndThatIsNotOnDisk_WaitsForIt()
    {
        var one = DoneInMemory();

        var canceling = one.Ask(actor => actor.Apply(new WorkflowCommand.Cancel()));

        Assert.False(canceling.IsCompleted);
        one.StoreAnswers();
        Assert.Equal(WorkflowRefusal.WorkflowEnded, Assert.IsType<ActorReply.Refused>(await canceling).Reason);
        Assert.Equal(WorkflowStatus.Succeeded, one.OnDisk!.Status);
    }

    [Fact]
    public async Task Refusal_ForAnEndThatNeverReachesTheDisk_IsNotTold()
    {
        var one = DoneInMemory();
        var canceling = one.Ask(actor => actor.Apply(new WorkflowCommand.Cancel()));

        one.StoreAnswers(StoreFault.BeforeApplying);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => canceling);
        Assert.Equal([OneActor.Id], one.WokenSoon);
    }

    [Fact]
    public async Task Load_WhileTheSubmitWaitsForItsAnswer_WaitsWithIt()
    {
        var one = new OneActor();
        _ = one.Ask(actor => actor.Submit(OneActor.AWorkflow(SimulatedRecipes.Paid), key: null));

        var loading = one.Ask(actor => actor.Load());

        Assert.False(loading.IsCompleted);
        one.StoreAnswers();
        Assert.Equal(OneActor.Id, (await loading)!.Id);
    }

    [Fact]
    public async Task Load_WhenTheStoreIsAway_HasTheWorkflowWokenSoon()
    {
        var one = new OneActor().Submitted(SimulatedRecipes.Paid);
        var claiming = one.Ask(actor => actor.Claim(OneActor.Claim(SimulatedRecipes.North), onDisk: false), one.NewActor());

        one.StoreAnswers(StoreFault.BeforeApplying);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => claiming);
        Assert.Equal([OneActor.Id], one.WokenSoon);
    }

    [Fact]
    public async Task Load_SharedByTwo_WhoseFirstLosesItsSaveAtOnce_StillServesTheSecond()
    {
        var one = new OneActor().Submitted(SimulatedRecipes.Paid);
        var fresh = one.NewActor();
        one.NextSaveThrows = new StoreUnavailableException("The store is away.");

        var first = one.Ask(actor => actor.Apply(new WorkflowCommand.Cancel()), fresh);
        var second = one.Ask(actor => actor.Apply(new WorkflowCommand.Cancel()), fresh);
        one.StoreAnswers();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => first);
        Assert.IsType<ActorReply.Accepted>(await second);
    }

    [Fact]
    public async Task Store_ThatThrowsWhatItShouldNot_FailsTheCommandAndNotTheNext()
    {
        var one = new OneActor().Submitted(SimulatedRecipes.Paid);
        one.NextSaveThrows = new InvalidOperationException("A bug of the store.");

        var first = one.Ask(actor => actor.Apply(new WorkflowCommand.Cancel()));
        var second = one.Ask(actor => actor.Apply(new WorkflowCommand.Cancel()));
        one.StoreAnswers();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => first);
        Assert.IsType<ActorReply.Accepted>(await second);
    }

    [Fact]
    public async Task Wait_ForAnEndThatAnotherProcessWrote_IsOverAtTheNextWake()
    {
        var one = new OneActor().Submitted(SimulatedRecipes.Paid);
        var waiting = one.Ask(actor => actor.Wait(WaitUntil.Completion, TimeSpan.FromMinutes(1), CancellationToken.None));
        _ = one.Ask(actor => actor.Apply(new WorkflowCommand.Cancel()), one.NewActor());
        one.StoreAnswers();
        Assert.False(waiting.IsCompleted);

        _ = one.Wake();
        one.StoreAnswers();

        Assert.Equal(WorkflowStatus.Canceled, (await waiting)!.Status);
    }

    // Forgotten now, it would go on by itself beside its successor, and the offers it then makes would be refused there.
    [Fact]
    public void Actor_ThatIsLoading_IsNotIdle()
    {
        var one = new OneActor().Submitted(SimulatedRecipes.Paid);
        var woken = one.NewActor();
        _ = one.Ask(async actor =>
        {
            await actor.Wake();
            return true;
        }, woken);

        Assert.False(woken.IsIdle);
    }

    [Fact]
    public async Task Wait_ForAChange_IsOverWhenProgressIsReported()
    {
        var one = new OneActor().Submitted(SimulatedRecipes.Paid);
        _ = one.Ask(actor => actor.Claim(OneActor.Claim(SimulatedRecipes.ProvidersOf(SimulatedRecipes.Paid)[0]), onDisk: true));
        one.StoreAnswers();
        var waiting = one.Ask(actor => actor.Wait(WaitUntil.Change, TimeSpan.FromMinutes(1), CancellationToken.None));

        _ = one.Ask(actor => actor.Report(OneActor.Job, OneActor.Renew(progress: null), onDisk: true));
        one.StoreAnswers();
        var afterAHeartbeat = waiting.IsCompleted;
        _ = one.Ask(actor => actor.Report(OneActor.Job, OneActor.Renew(progress: 0.25), onDisk: true));
        one.StoreAnswers();

        Assert.False(afterAHeartbeat);
        Assert.True(waiting.IsCompleted);
        Assert.Equal(0.25, (await waiting)!.Steps[0].Progress);
    }

    [Fact]
    public async Task Command_DecidedOnAStateThatAnotherProcessReplaced_IsDecidedAgain()
    {
        var one = new OneActor().Submitted(SimulatedRecipes.Paid);
        _ = one.Ask(actor => actor.Apply(new WorkflowCommand.Update(null, ["theirs"], null, Stop: false)), one.NewActor());
        one.StoreAnswers();

        var canceling = one.Ask(actor => actor.Apply(new WorkflowCommand.Cancel()));
        one.StoreAnswers();

        Assert.IsType<ActorReply.Accepted>(await canceling);
        Assert.Equal((WorkflowStatus.Canceled, "theirs"), (one.OnDisk!.Status, one.OnDisk.Tags.Single()));
    }

    [Fact]
    public async Task Report_OnAJobThatOnlySaysWhyItsStepCouldNotBePlanned_IsRefused()
    {
        var one = new OneActor().Submitted(SimulatedRecipes.Paid, input: "\"It is bad.\"");

        var reporting = one.Ask(actor => actor.Report(OneActor.Job, OneActor.Complete(), onDisk: false));

        Assert.Equal(WorkflowRefusal.JobEnded, Assert.IsType<ActorReply.Refused>(await reporting).Reason);
    }

    /// <summary>On disk the job waits; in memory it has been claimed and done.</summary>
    private static OneActor DoneInMemory()
    {
        var one = new OneActor().Submitted(SimulatedRecipes.Quick);
        one.Ask(actor => actor.Claim(OneActor.Claim(SimulatedRecipes.Inside), onDisk: false));
        one.Ask(actor => actor.Report(OneActor.Job, OneActor.Complete(), onDisk: false));
        return one;
    }
}
