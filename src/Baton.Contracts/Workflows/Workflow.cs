using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baton.Contracts.Workflows;

/// <summary>A workflow as callers see it.</summary>
public sealed record Workflow
{
    public required string Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public TransactionSummary? Transactions { get; init; }

    public required JsonElement Metadata { get; init; }

    public required WorkflowStatus Status { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required JsonElement Arguments { get; init; }

    public required IReadOnlyList<WorkflowStep> Steps { get; init; }

    public required IReadOnlyList<WorkflowCallback> Callbacks { get; init; }

    public required WorkflowTips Tips { get; init; }

    public required WorkflowCost Cost { get; init; }

    public NsfwLevel? NsfwLevel { get; init; }

    public bool? Experimental { get; init; }

    public bool? AllowMatureContent { get; init; }

    public required WorkflowUpgradeMode UpgradeMode { get; init; }

    public required IReadOnlyList<BuzzClientAccount> Currencies { get; init; }

    public bool ForceRefunded { get; init; }

    public bool? Ephemeral { get; init; }

    /// <summary>The caller's id with the account before it: <c>account-id</c>.</summary>
    public string? ExternalId { get; init; }

    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>What Baton noticed and went on without, such as members it does not know.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<string>? Warnings { get; init; }
}
