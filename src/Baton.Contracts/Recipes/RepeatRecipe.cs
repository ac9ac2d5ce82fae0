using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Baton.Contracts.Workflows;

namespace Baton.Contracts.Recipes;

/// <summary>Runs a template step once for each item of a list, at the same time.</summary>
public sealed record RepeatInput
{
    public required RepeatForClause For { get; init; }

    /// <summary>The step to run; inside it the item is a source under the name given by <c>as</c>.</summary>
    public required JsonElement Template { get; init; }
}

public sealed record RepeatForClause
{
    [JsonPropertyName("$ref")]
    public required string Ref { get; init; }

    public required string Path { get; init; }

    [RegularExpression("^[A-Za-z_][A-Za-z0-9_]{0,63}$")]
    public required string As { get; init; }
}

public sealed record RepeatOutput
{
    public required IReadOnlyList<WorkflowStep> Steps { get; init; }
}
