using System.Collections.Immutable;
using System.Text.Json;
using Baton.Blobs;
using Baton.Contracts.Workflows;
using Baton.Steps;

namespace Baton.Workflows;

/// <summary>What a workflow is, as accepted at submit. It rarely changes and is stored apart from the state.</summary>
public sealed record WorkflowDefinition
{
    public required ImmutableArray<StepDefinition> Steps { get; init; }

    public JsonElement? Arguments { get; init; }

    public ImmutableArray<WorkflowCallback> Callbacks { get; init; } = [];

    public WorkflowTips? Tips { get; init; }

    public NsfwLevel? NsfwLevel { get; init; }

    public bool? Experimental { get; init; }

    public bool? AllowMatureContent { get; init; }

    public WorkflowUpgradeMode UpgradeMode { get; init; }

    public ImmutableArray<BuzzClientAccount> Currencies { get; init; } = [];

    public bool? Ephemeral { get; init; }

    public string? ExternalId { get; init; }

    /// <summary>Blobs that inline media of the inputs was moved to.</summary>
    public ImmutableArray<BlobId> InputBlobs { get; init; } = [];

    /// <summary>What was noticed at submit and gone on without.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>The definition with one step replaced.</summary>
    public WorkflowDefinition WithStep(int index, StepDefinition step) => this with { Steps = Steps.SetItem(index, step) };
}
