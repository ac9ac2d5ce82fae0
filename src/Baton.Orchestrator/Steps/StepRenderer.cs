using System.Text.Json;
using Baton.Blobs;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Providers;
using Baton.Recipes;
using Baton.References;
using Baton.Streams;
using Baton.Workflows;

namespace Baton.Steps;

/// <summary>A step and its jobs as their owner sees them.</summary>
internal sealed class StepRenderer(RecipeCatalogue recipes, BlobLinks links, RecordedThroughput throughput, StreamLinks streams, TimeProvider time)
{
    private static readonly JsonElement Empty = JsonElement.Parse("{}");

    public WorkflowStep Render(WorkflowView view, int index)
    {
        var definition = view.Workflow.Definition.Steps[index];
        var step = view.Workflow.Steps[index];
        return new WorkflowStep
        {
            Type = definition.Type,
            Name = definition.Name,
            Priority = definition.Priority,
            Timeout = definition.Timeout,
            Retries = definition.Retries,
            Jobs = RenderJobs(view, index, definition.Type),
            Status = step.Status,
            StartedAt = step.StartedAt,
            CompletedAt = step.CompletedAt,
            Metadata = streams.AddTo(step.Metadata, view.Workflow, index) ?? Empty,
            EstimatedProgressRate = step.ProgressBy(job => Estimate(job, definition.Type)),
            Input = Link(StepInputs.Show(view.Workflow.Definition, index, view.Outputs.Of, recipes), view),
            Output = view.Outputs.Of(index) is { } output ? Link(output, view) : null,
        };
    }

    private JsonElement Link(JsonElement document, WorkflowView view)
    {
        var rated = view.Ratings is null ? document : MatureContent.Rate(document, view.RatingOf);
        var linked = links.Rewrite(rated, view.VisibleBlobs);
        return view.HidesMatureContent ? MatureContent.Hide(linked) : linked;
    }

    private WorkflowStepJob[] RenderJobs(WorkflowView view, int index, string type)
    {
        var step = view.Workflow.Steps[index];
        var jobs = new WorkflowStepJob[step.Jobs.Length];
        for (var i = 0; i < jobs.Length; i++)
        {
            jobs[i] = Render(step.Jobs[i], view, type, view.HidesOutputOf(index));
        }

        return jobs;
    }

    private double? Estimate(JobState job, string type) =>
        job.EstimateProgress(job.Lease is { } lease ? throughput.PerSecond(lease.Provider, type) : null, time.GetUtcNow());

    private WorkflowStepJob Render(JobState job, WorkflowView view, string type, bool hidesPreview)
    {
        var preview = job.Preview is { } blob && !hidesPreview ? links.Sign(blob) : null;
        return new WorkflowStepJob
        {
            Id = job.Id.Value,
            Status = job.Status,
            StartedAt = job.StartedAt,
            CompletedAt = job.CompletedAt,
            QueuePosition = view.Positions.GetValueOrDefault(job.Id),
            Cost = job.Complexity,
            EstimatedProgressRate = Estimate(job, type),
            PreviewUrl = preview?.Url,
            PreviewUrlExpiresAt = preview?.ExpiresAt,
            Reason = job.Reason?.ToWire(),
            BlockedReason = job.BlockedReason,
            Detail = job.Detail,
        };
    }
}
