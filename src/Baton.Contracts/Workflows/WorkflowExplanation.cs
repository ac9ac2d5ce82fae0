namespace Baton.Contracts.Workflows;

/// <summary>What happened to each job of a workflow, or what it waits for. Beyond the published API.</summary>
public sealed record WorkflowExplanation
{
    public required string WorkflowId { get; init; }

    public required WorkflowStatus Status { get; init; }

    public required IReadOnlyList<StepExplanation> Steps { get; init; }
}

/// <summary>A step, in words.</summary>
public sealed record StepExplanation
{
    public required string Name { get; init; }

    public required string Type { get; init; }

    public required WorkflowStatus Status { get; init; }

    public required string Summary { get; init; }

    /// <summary>The steps that must succeed first and have not ended.</summary>
    public required IReadOnlyList<string> WaitsFor { get; init; }

    /// <summary>When the step's time is up; absent while it waits for other steps.</summary>
    public DateTimeOffset? Deadline { get; init; }

    public required IReadOnlyList<JobExplanation> Jobs { get; init; }
}

/// <summary>A job, in words.</summary>
public sealed record JobExplanation
{
    public required string Id { get; init; }

    public required WorkflowStatus Status { get; init; }

    public string? Reason { get; init; }

    /// <summary>What happened or what it waits for.</summary>
    public required string Summary { get; init; }

    /// <summary>Of a job that did not succeed: caller, provider or server.</summary>
    public string? Fault { get; init; }

    /// <summary>Of a job that did not succeed: whether the same again may succeed.</summary>
    public bool? Retryable { get; init; }

    /// <summary>What to do about it; absent when there is nothing to do.</summary>
    public string? WhatToDo { get; init; }

    /// <summary>How often it was claimed.</summary>
    public required int Claims { get; init; }

    /// <summary>The latest claims, oldest first.</summary>
    public required IReadOnlyList<AttemptExplanation> Attempts { get; init; }

    /// <summary>Requests to services outside that were written down before they were made; absent when there are none.</summary>
    public IReadOnlyList<ExternalRequestExplanation>? Requests { get; init; }

    /// <summary>What the result cost, in US dollars: what the service outside said, or else by the prices that are set for its provider; absent when there are none.</summary>
    public double? CostDollars { get; init; }

    /// <summary>Every provider of the step type, while the job has not ended.</summary>
    public required IReadOnlyList<ProviderExplanation> Providers { get; init; }

    /// <summary>Jobs that go first at the provider where it is nearest to its turn.</summary>
    public int? Ahead { get; init; }

    /// <summary>How long it will still take; absent when nothing like it has run lately.</summary>
    public WaitEstimate? Estimate { get; init; }
}

/// <summary>One claim of a job and how it ended.</summary>
public sealed record AttemptExplanation
{
    /// <summary>Counts the claims of the job, from 1.</summary>
    public required int Number { get; init; }

    public required string Provider { get; init; }

    public required string Worker { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>running, succeeded, transient, rejected, invalid, blocked, lost, handedBack, overtaken, timedOut or canceled.</summary>
    public required string Outcome { get; init; }

    public string? Detail { get; init; }

    /// <summary>What it cost, in US dollars, also when it came to nothing; absent when nothing was told.</summary>
    public double? CostDollars { get; init; }
}

/// <summary>A request to a service outside that is made once, whatever crashes.</summary>
public sealed record ExternalRequestExplanation
{
    public required string Provider { get; init; }

    /// <summary>When it was written down, which is before it was made.</summary>
    public required DateTimeOffset NotedAt { get; init; }

    /// <summary>What the service calls it; absent while that is not known.</summary>
    public string? RemoteId { get; init; }

    /// <summary>How it stands, in words.</summary>
    public required string Summary { get; init; }
}

/// <summary>What a provider is to a job.</summary>
public sealed record ProviderExplanation
{
    public required string Provider { get; init; }

    /// <summary>False when it cannot or will not do this job at all.</summary>
    public required bool Viable { get; init; }

    /// <summary>Why not, or what keeps it from beginning now.</summary>
    public required string Why { get; init; }
}

/// <summary>How long it will still take, in seconds.</summary>
public sealed record WaitEstimate
{
    public required double LowSeconds { get; init; }

    public required double HighSeconds { get; init; }
}
