using Baton.Contracts.Workflows;

namespace Baton.Terminals;

/// <summary>A status as people see it.</summary>
internal static class StatusText
{
    /// <summary>The status in its color.</summary>
    public static string Markup(WorkflowStatus status) => $"[{ColorOf(status)}]{status.ToWire()}[/]";

    public static string ColorOf(WorkflowStatus status) => status switch
    {
        WorkflowStatus.Unassigned => "grey",
        WorkflowStatus.Preparing or WorkflowStatus.Scheduled or WorkflowStatus.Processing => "blue",
        WorkflowStatus.Succeeded => "green",
        WorkflowStatus.Failed or WorkflowStatus.Expired => "red",
        WorkflowStatus.Canceled => "yellow",
    };

    /// <summary>How long a step took; null until it has ended.</summary>
    public static TimeSpan? DurationOf(WorkflowStep step) => step.CompletedAt - step.StartedAt;

    /// <summary>Why a step did not succeed, as far as its jobs say.</summary>
    public static string? ReasonOf(WorkflowStep step) =>
        step.Jobs?.LastOrDefault(job => job.Reason is not null || job.Detail is not null) is { } job
            ? string.Join(": ", new[] { job.Reason, job.BlockedReason, job.Detail }.Where(words => !string.IsNullOrEmpty(words)))
            : null;
}
