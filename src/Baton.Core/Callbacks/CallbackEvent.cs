using System.Text.Json.Serialization;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Workflows;

namespace Baton.Callbacks;

/// <summary>That a workflow, one of its steps or one of its jobs has come to a status. It keeps no more than tells it apart; the rest is in the workflow.</summary>
public sealed record CallbackEvent
{
    /// <summary>The step's index; null for an event of the workflow itself.</summary>
    public int? Step { get; init; }

    /// <summary>The job's number within its step; null for an event of the step or the workflow.</summary>
    public int? Job { get; init; }

    public WorkflowStatus Status { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>Of a job that is being worked on, as last reported.</summary>
    public double? Progress { get; init; }

    /// <summary>
    /// Its place among all that this endpoint is sent of the workflow, from 1 on and without gaps. Given when its turn comes, or to an end as soon as all before
    /// it have theirs; 0 until then. Kept from then on, and what has one is no longer replaced: it may be on its way.
    /// </summary>
    public int Number { get; init; }

    /// <summary>Until when it is tried; null for the usual time from <see cref="At"/> on. Set when it is sent again on request.</summary>
    public DateTimeOffset? TriedUntil { get; init; }

    /// <summary><c>workflow</c>, <c>step</c> or <c>job</c>.</summary>
    [JsonIgnore]
    public string Kind => Step is null ? "workflow" : Job is null ? "step" : "job";

    /// <summary>Whether it is of this type, such as <c>job:failed</c> or <c>job:*</c>.</summary>
    public bool IsOf(string type)
    {
        var colon = type.IndexOf(':', StringComparison.Ordinal);
        return type.AsSpan(0, colon).SequenceEqual(Kind)
            && (type.AsSpan(colon + 1) is "*" || type.AsSpan(colon + 1).Equals(Enum.GetName(Status), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The id of the job it tells of; null for an event of the step or the workflow.</summary>
    public JobId? JobIdIn(WorkflowState workflow) => Job is { } job ? JobId.For(workflow.Id, Step!.Value, job) : null;

    /// <summary>True when this one, which came later, makes telling of the other needless: the same is said of the same, and nothing has ended.</summary>
    public bool Overtakes(CallbackEvent other) =>
        other.Number == 0 && !Status.IsTerminal() && (other.Step, other.Job, other.Status) == (Step, Job, Status);
}
