using System.Collections.Immutable;
using System.Text.Json;
using Baton.Contracts.Workflows;
using Baton.Core.Tests.Steps;
using Baton.Workflows;
using Xunit;

namespace Baton.Core.Tests.Workflows;

/// <summary>A caller changes what does not touch the run.</summary>
public sealed class UpdateTests
{
    private static readonly JsonElement Metadata = JsonElement.Parse("""{"colour":"red"}""");

    [Fact]
    public void Update_OfSomeMembers_LeavesTheOthersAlone()
    {
        var run = new WorkflowRun(AStep.OneJob);
        Update(run, tags: ["a"]);

        Update(run, metadata: Metadata);

        Assert.Equal(["a"], run.Workflow.Tags);
        Assert.Equal("red", run.Workflow.Metadata!.Value.GetProperty("colour").GetString());
    }

    [Fact]
    public void Update_OfMatureContent_ReplacesTheDefinition()
    {
        var run = new WorkflowRun(AStep.OneJob);
        var before = run.Workflow.Definition;

        run.Decide(new WorkflowCommand.Update(Metadata: null, Tags: null, AllowMatureContent: true, Stop: false));

        Assert.True(run.Workflow.Definition.AllowMatureContent);
        Assert.NotSame(before, run.Workflow.Definition);
    }

    [Fact]
    public void Update_OfMetadata_KeepsTheDefinitionSoThatItIsNotWrittenAgain()
    {
        var run = new WorkflowRun(AStep.OneJob);
        var before = run.Workflow.Definition;

        Update(run, Metadata);

        Assert.Same(before, run.Workflow.Definition);
    }

    [Fact]
    public void Update_AfterTheWorkflowEnded_ChangesNothingOfTheRun()
    {
        var run = new WorkflowRun(AStep.OneJob).Do();

        var refusal = Update(run, tags: ["late"]);

        Assert.Null(refusal);
        Assert.Equal((WorkflowStatus.Succeeded, "late"), (run.Status, run.Workflow.Tags.Single()));
    }

    [Fact]
    public void Update_ThatStops_CancelsToo()
    {
        var run = new WorkflowRun(AStep.OneJob);

        Update(run, tags: ["stopped"], stop: true);

        Assert.Equal((WorkflowStatus.Canceled, "stopped"), (run.Status, run.Workflow.Tags.Single()));
    }

    [Fact]
    public void Update_ThatStopsWhatHasEnded_IsRefusedAsAWhole()
    {
        var run = new WorkflowRun(AStep.OneJob).Do();

        var refusal = Update(run, tags: ["stopped"], stop: true);

        Assert.Equal(WorkflowRefusal.WorkflowEnded, refusal);
        Assert.Empty(run.Workflow.Tags);
    }

    [Fact]
    public void Update_MadeFromWhatIsNoLongerSo_IsRefused()
    {
        var run = new WorkflowRun(AStep.OneJob);
        var seen = ChangeBase.Of(run.Workflow);
        Update(run, tags: ["a"]);

        var refusal = run.Decide(new WorkflowCommand.Update(null, ["b"], null, Stop: false) { MadeFrom = seen });

        Assert.Equal(WorkflowRefusal.ChangedSince, refusal);
        Assert.Equal(["a"], run.Workflow.Tags);
    }

    private static WorkflowRefusal? Update(WorkflowRun run, JsonElement? metadata = null, ImmutableArray<string>? tags = null, bool stop = false) =>
        run.Decide(new WorkflowCommand.Update(metadata, tags, AllowMatureContent: null, stop));
}
