using System.Text.Json;
using Baton.Contracts.Callbacks;
using Baton.Contracts.Json;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Moderation;
using Baton.Workflows;

namespace Baton.Callbacks;

/// <summary>The body of a callback, and of an event of a live stream. Details are as of now; all else is as of the event, so it is the same on every attempt.</summary>
internal sealed class CallbackBody(WorkflowRenderer workflows)
{
    public byte[] Write(WorkflowState workflow, CallbackEvent happened, bool detailed, bool hideMatureContent = false) => happened switch
    {
        { Step: null } => JsonSerializer.SerializeToUtf8Bytes(OfWorkflow(workflow, happened, detailed, hideMatureContent), BatonJson.Default.WorkflowEvent),
        { Job: null } => JsonSerializer.SerializeToUtf8Bytes(OfStep(workflow, happened, detailed, hideMatureContent), BatonJson.Default.WorkflowStepEvent),
        _ => JsonSerializer.SerializeToUtf8Bytes(OfJob(workflow, happened), BatonJson.Default.WorkflowStepJobEvent),
    };

    private WorkflowEvent OfWorkflow(WorkflowState workflow, CallbackEvent happened, bool detailed, bool hideMatureContent) => new()
    {
        WorkflowId = workflow.Id.Value,
        Status = happened.Status,
        Timestamp = happened.At,
        Details = detailed ? DetailsOf(workflows.Render(workflow, hideMatureContent)) : null,
    };

    private static WorkflowEventDetails DetailsOf(Workflow workflow) => new()
    {
        Metadata = workflow.Metadata,
        Arguments = workflow.Arguments,
        CreatedAt = workflow.CreatedAt,
        StartedAt = workflow.StartedAt,
        CompletedAt = workflow.CompletedAt,
        Steps =
        [
            .. workflow.Steps.Select(step => new WorkflowEventStepDetails
            {
                Name = step.Name,
                Status = step.Status,
                StartedAt = step.StartedAt,
                CompletedAt = step.CompletedAt,
                Metadata = step.Metadata,
                Input = step.Input,
                Output = step.Output,
            }),
        ],
    };

    private WorkflowStepEvent OfStep(WorkflowState workflow, CallbackEvent happened, bool detailed, bool hideMatureContent) => new()
    {
        WorkflowId = workflow.Id.Value,
        Name = workflow.Definition.Steps[happened.Step!.Value].Name,
        Status = happened.Status,
        Details = detailed ? DetailsOf(workflows.RenderStep(workflow, happened.Step.Value, hideMatureContent)) : null,
    };

    private static WorkflowStepEventDetails DetailsOf(WorkflowStep step) => new()
    {
        StartedAt = step.StartedAt,
        CompletedAt = step.CompletedAt,
        EstimatedProgressRate = step.EstimatedProgressRate,
        Retries = step.Retries ?? 0,
        Metadata = step.Metadata,
        Input = step.Input,
        Output = step.Output,
    };

    /// <summary>A job that has ended does not change, so its reason and rating are still what they were; one that went on since has none yet.</summary>
    private static WorkflowStepJobEvent OfJob(WorkflowState workflow, CallbackEvent happened)
    {
        var job = happened.Status.IsTerminal() ? workflow.Steps[happened.Step!.Value].Jobs[happened.Job!.Value] : null;
        return new WorkflowStepJobEvent
        {
            WorkflowId = workflow.Id.Value,
            StepName = workflow.Definition.Steps[happened.Step!.Value].Name,
            JobId = happened.JobIdIn(workflow)!.Value.Value,
            Status = happened.Status,
            Progress = happened.Progress,
            Reason = job?.Reason?.ToWire(),
            BlockedReason = job?.BlockedReason,
            MatureContent = job?.Rating is { } rating ? ContentRatings.IsMature(rating) : null,
        };
    }
}
