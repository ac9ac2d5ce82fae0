using System.Text.Json;
using Baton.Accounts;
using Baton.Blobs;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Live;
using Baton.Steps;
using Baton.Workflows;
using Xunit;

namespace Baton.Core.Tests.Live;

public sealed class LiveMarkTests
{
    private static readonly WorkflowState Workflow = AWorkflow(new JobState { Id = new JobId("j"), Status = WorkflowStatus.Processing, Epoch = 1, Progress = 0.25 });

    [Fact]
    public void Mark_OfTheSameStateReadAgain_IsTheSame()
    {
        var read = JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(Workflow, WorkflowStateJson.Default.WorkflowState), WorkflowStateJson.Default.WorkflowState)!;

        Assert.Equal(LiveMark.Of(Workflow), LiveMark.Of(read));
        Assert.Equal(LiveMark.Of(Workflow), LiveMark.Of(Workflow with { Tags = ["not", "told"] }));
    }

    [Fact]
    public void Mark_OfAllThatIsTold_Differs()
    {
        var job = Workflow.Steps[0].Jobs[0];
        WorkflowState[] changed =
        [
            Workflow,
            Workflow with { Status = WorkflowStatus.Processing },
            Workflow.WithStep(0, Workflow.Steps[0] with { Status = WorkflowStatus.Processing }),
            AWorkflow(job with { Progress = 0.5 }),
            AWorkflow(job with { Progress = null }),
            AWorkflow(job with { Preview = new BlobId("one.png") }),
            AWorkflow(job with { Preview = new BlobId("two.png") }),
            AWorkflow(job with { Epoch = 2 }),
            AWorkflow(job with { Status = WorkflowStatus.Succeeded }),
            AWorkflow(job, job),
        ];

        Assert.Equal(changed.Length, changed.Select(LiveMark.Of).Distinct().Count());
    }

    private static WorkflowState AWorkflow(params JobState[] jobs) => new()
    {
        Id = new WorkflowId("wf_1"),
        Account = new AccountId("ann"),
        CreatedAt = DateTimeOffset.UnixEpoch,
        Steps = [new StepState { Jobs = [.. jobs] }],
    };
}
