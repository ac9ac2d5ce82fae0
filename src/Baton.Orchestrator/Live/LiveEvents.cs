using System.Text.Json;
using Baton.Callbacks;
using Baton.Contracts.Callbacks;
using Baton.Contracts.Json;
using Baton.Workflows;

namespace Baton.Live;

/// <summary>Says what happened to a workflow in the words of callbacks, in their order; then what there is to see of jobs that are not done.</summary>
internal sealed class LiveEvents(CallbackBody bodies, WorkflowRenderer workflows, LiveMetrics metrics)
{
    /// <param name="before">What the reader knows; null to say how everything is.</param>
    /// <returns>Whether there was anything that the reader wants.</returns>
    public bool Add(EventStream stream, WorkflowState? before, WorkflowState after, LiveRequest request)
    {
        var told = 0;
        foreach (var happened in Transitions.Between(before, after, Since(after)).Where(request.Wants))
        {
            stream.Add(happened.Kind, bodies.Write(after, happened, request.Detailed, request.HideMatureContent));
            told++;
        }

        foreach (var preview in LivePreviews.Between(before, after, Since(after)).Where(request.Wants))
        {
            told += AddPreview(stream, after, preview, request.HideMatureContent) ? 1 : 0;
        }

        metrics.Told(told);
        return told > 0;
    }

    /// <returns>False when the reader may not see it.</returns>
    private bool AddPreview(EventStream stream, WorkflowState workflow, CallbackEvent shown, bool hideMatureContent)
    {
        var step = workflows.RenderStep(workflow, shown.Step!.Value, hideMatureContent);
        if (step.Jobs?[shown.Job!.Value] is not { PreviewUrl: { } url } job)
        {
            return false;
        }

        var told = new WorkflowStepJobPreview { WorkflowId = workflow.Id.Value, StepName = step.Name, JobId = job.Id, PreviewUrl = url, PreviewUrlExpiresAt = job.PreviewUrlExpiresAt };
        stream.Add("preview", JsonSerializer.SerializeToUtf8Bytes(told, BatonJson.Default.WorkflowStepJobPreview));
        return true;
    }

    /// <summary>Since when the workflow has its status; so an event that is told again is the same again.</summary>
    private static DateTimeOffset Since(WorkflowState workflow) => workflow.CompletedAt ?? workflow.StartedAt ?? workflow.CreatedAt;
}
