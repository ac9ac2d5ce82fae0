namespace Baton.Contracts.Workflows;

/// <summary>Where a waiting job stands in one of the queues it is in.</summary>
public sealed record WorkflowStepJobQueuePosition
{
    public required JobSupport Support { get; init; }

    public int? PrecedingJobs { get; init; }

    public DateTimeOffset? StartAt { get; init; }

    public DateTimeOffset? CompleteAt { get; init; }
}
