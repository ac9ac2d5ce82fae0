using System.Text.Json;
using Baton.Contracts.Callbacks;
using Baton.Contracts.Json;

namespace Baton.Client;

/// <summary>What a stream tells of: the same as a callback would, and previews.</summary>
public abstract record LiveEvent
{
    private LiveEvent()
    {
    }

    /// <summary>Where a stream goes on that is opened after this event; null until there is such a place.</summary>
    public string? LastEventId { get; init; }

    /// <summary>A workflow has come to a status.</summary>
    public sealed record OfWorkflow(WorkflowEvent Event) : LiveEvent;

    /// <summary>A step has come to a status.</summary>
    public sealed record OfStep(WorkflowStepEvent Event) : LiveEvent;

    /// <summary>A job has come to a status, or on with its work.</summary>
    public sealed record OfJob(WorkflowStepJobEvent Event) : LiveEvent;

    /// <summary>There is a new picture of what a job makes.</summary>
    public sealed record OfPreview(WorkflowStepJobPreview Event) : LiveEvent;

    /// <summary>Null for a kind that this client does not know.</summary>
    internal static LiveEvent? Read(string kind, ReadOnlySpan<byte> json) => kind switch
    {
        "workflow" => new OfWorkflow(JsonSerializer.Deserialize(json, BatonJson.Default.WorkflowEvent)!),
        "step" => new OfStep(JsonSerializer.Deserialize(json, BatonJson.Default.WorkflowStepEvent)!),
        "job" => new OfJob(JsonSerializer.Deserialize(json, BatonJson.Default.WorkflowStepJobEvent)!),
        "preview" => new OfPreview(JsonSerializer.Deserialize(json, BatonJson.Default.WorkflowStepJobPreview)!),
        _ => null,
    };
}
