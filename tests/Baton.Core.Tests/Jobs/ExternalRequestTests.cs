using Baton.Contracts.Workflows;
using Baton.Core.Tests.Steps;
using Baton.Core.Tests.Workflows;
using Baton.Jobs;
using Baton.Providers;
using Baton.Workflows;
using Xunit;

namespace Baton.Core.Tests.Jobs;

/// <summary>A request to a service outside is written down before it is made, so that whoever has the job next goes on with it instead of paying again.</summary>
public sealed class ExternalRequestTests
{
    private static TimeSpan Hold => WorkflowRun.Retries.RequestHold;

    [Fact]
    public void Request_OfAWorkerWhoseProcessDied_IsThereAtTheNextClaimOfTheSameProvider()
    {
        var run = new WorkflowRun(AStep.OneJob);
        ClaimFrom("old", run);
        Note(run, "a", remoteId: "remote-1");

        run.LoseWorkers("new");
        ClaimFrom("new", run);

        Assert.Equal(("a", "remote-1"), (run.Job().RequestOf(AJob.Slow)!.Key, run.Job().RequestOf(AJob.Slow)!.RemoteId));
        Assert.Null(run.Job().HeldFor(run.Now));
    }

    [Fact]
    public void Job_WhoseWorkerVanishedUnderARequest_WaitsForItsProviderAndNoLongerThanTheHold()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);
        Note(run, "a");
        run.Pass(WorkflowRun.Lease).Wake();

        Assert.Equal(WorkflowRefusal.NotYet, run.Claim(AJob.Fast));
        Assert.Equal(run.Now + Hold, run.Job().RequestOf(AJob.Slow)!.HeldUntil);
        Assert.Equal(run.Now + Hold, WakeUp.At(run.Workflow));
        run.Pass(Hold).Wake();
        Assert.Null(run.Claim(AJob.Fast));
        Assert.NotNull(run.Job().RequestOf(AJob.Slow));
    }

    [Fact]
    public void Job_HandedBackUnderARequest_WaitsForItsProvider()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);
        Note(run, "a");

        run.HandBack(AJob.Slow);

        Assert.Equal(WorkflowRefusal.NotYet, run.Claim(AJob.Fast));
        Assert.Null(run.Claim(AJob.Slow));
    }

    [Fact]
    public void Failure_UnderARequest_LeavesTheRequestAndSendsTheJobToOthers()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);
        Note(run, "a");

        run.Fail(AJob.Slow, JobFailureKind.Transient);

        Assert.Null(run.Claim(AJob.Fast));
        Assert.Equal("a", run.Job().RequestOf(AJob.Slow)!.Key);
    }

    [Fact]
    public void Note_ByOneWhoDoesNotHoldTheJob_IsRefused()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);
        run.Pass(WorkflowRun.Lease);

        Assert.Equal(WorkflowRefusal.LeaseNotHeld, Note(run, "a"));
        Assert.Null(run.Job().Requests);
    }

    [Fact]
    public void Note_Repeated_ChangesNothing()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);
        Note(run, "a", remoteId: "remote-1");
        var once = run.Workflow;

        Assert.Null(run.Pass(TimeSpan.FromSeconds(1)).Decide(Noted(run, "a", null)));
        Assert.Null(Note(run, "a", remoteId: "remote-1"));

        Assert.Same(once, run.Workflow);
    }

    [Fact]
    public void RemoteId_KnownLater_JoinsTheRequestThatWasWrittenDownBefore()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);
        Note(run, "a");
        var notedAt = run.Now;

        Note(run.Pass(TimeSpan.FromSeconds(5)), "a", remoteId: "remote-1");

        Assert.Equal(("remote-1", notedAt), (run.Job().RequestOf(AJob.Slow)!.RemoteId, run.Job().RequestOf(AJob.Slow)!.NotedAt));
    }

    [Fact]
    public void Request_ThatIsOver_IsStruckOutAndThoseOfOtherProvidersStay()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);
        Note(run, "a");
        run.Fail(AJob.Slow, JobFailureKind.Transient);
        run.Claim(AJob.Fast);
        run.Decide(new WorkflowCommand.NoteRequest(run.Job().Id, new(AJob.WorkerOf(AJob.Fast), 2), "b", null));

        var refusal = run.Decide(new WorkflowCommand.EndRequest(run.Job().Id, new(AJob.WorkerOf(AJob.Fast), 2)));

        Assert.Null(refusal);
        Assert.Equal("a", Assert.Single(run.Job().Requests!.Value).Key);
    }

    [Fact]
    public void Cost_OfAResultAndOfAFailure_IsKept()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);
        run.Decide(new WorkflowCommand.Fail(run.Job().Id, new(AJob.WorkerOf(AJob.Slow), 1), JobFailureKind.Transient, "Half a file.") { Cost = 0.25m });
        run.Claim(AJob.Fast);
        run.Decide(new WorkflowCommand.Complete(run.Job().Id, new(AJob.WorkerOf(AJob.Fast), 2), AStep.Emitting(1), []) { Cost = 0.5m });

        Assert.Equal((0.25m, 0.5m), (run.Job().Attempts!.Value[0].Cost, run.Job().Cost));
    }

    private static void ClaimFrom(string process, WorkflowRun run) => run.Decide(new WorkflowCommand.Claim(
        run.Job().Id, AJob.Slow, WorkerId.InProcess(process, AJob.Slow, 0), WorkflowRun.Lease, WorkflowStatus.Processing));

    private static WorkflowRefusal? Note(WorkflowRun run, string key, string? remoteId = null) => run.Decide(Noted(run, key, remoteId));

    private static WorkflowCommand.NoteRequest Noted(WorkflowRun run, string key, string? remoteId) =>
        new(run.Job().Id, new(run.Job().Lease?.Worker ?? AJob.WorkerOf(AJob.Slow), run.Job().Epoch), key, remoteId);
}
