using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Baton.Contracts.Workflows;
using Baton.Jobs;

namespace Baton.Steps;

/// <summary>How far a step has come. What it is stands in its <see cref="StepDefinition"/>.</summary>
public sealed record StepState
{
    public WorkflowStatus Status { get; init; }

    /// <summary>When all dependencies had succeeded and the step's time began to run.</summary>
    public DateTimeOffset? ReadyAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public JsonElement? Metadata { get; init; }

    /// <summary>How many jobs that failed for good have been replaced.</summary>
    public int RetriesUsed { get; init; }

    /// <summary>Jobs in the order they were emitted; of several for one item, the last one counts.</summary>
    public ImmutableArray<JobState> Jobs { get; init; } = [];

    /// <summary>True once a job of the step has been claimed or has ended, or the step has; from then on only its metadata can change.</summary>
    [JsonIgnore]
    public bool HasStarted => StartedAt is not null || Status.IsTerminal() || Jobs.Any(job => job.Status.IsTerminal());

    /// <summary>
    /// How far the step is while it is held, between 0 and 1; null otherwise. The mean over the items: one that has succeeded is whole, one that has not been
    /// claimed is not begun.
    /// </summary>
    [JsonIgnore]
    public double? Progress => ProgressBy(job => job.Progress);

    /// <summary>How far the step is while it is held, when its jobs are as far as the function says of those that are held.</summary>
    public double? ProgressBy(Func<JobState, double?> progressOf) => Status.IsHeld()
        ? CurrentJobs().Average(job => job.Status == WorkflowStatus.Succeeded ? 1 : Math.Clamp(progressOf(job) ?? 0, 0, 1))
        : null;

    /// <summary>The job that counts for each item, in the order of items: the last one emitted for it.</summary>
    public IEnumerable<JobState> CurrentJobs()
    {
        for (var i = 0; i < Jobs.Length; i++)
        {
            if (!IsReplaced(i))
            {
                yield return Jobs[i];
            }
        }
    }

    /// <summary>True when a later job does the same item. Every retry adds one job at the end, so only those need to be looked at, however many items there are.</summary>
    public bool IsReplaced(int index)
    {
        for (var i = Math.Max(index + 1, Jobs.Length - RetriesUsed); i < Jobs.Length; i++)
        {
            if (Jobs[i].Item == Jobs[index].Item)
            {
                return true;
            }
        }

        return false;
    }
}
