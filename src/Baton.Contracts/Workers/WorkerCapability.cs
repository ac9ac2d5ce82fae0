using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Baton.Contracts.Workers;

/// <summary>A kind of job that a worker can do.</summary>
public sealed record WorkerCapability
{
    /// <summary>The step type, such as <c>convertImage</c>.</summary>
    [MinLength(1), MaxLength(64)]
    public required string Type { get; init; }

    /// <summary>
    /// A JSON Schema that the input of a job must fit, such as <c>{"properties":{"width":{"maximum":2048}}}</c>. Members it does not name may be anything.
    /// Absent: every input.
    /// </summary>
    public JsonElement? Input { get; init; }
}
