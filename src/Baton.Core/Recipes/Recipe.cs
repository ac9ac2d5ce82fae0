using System.Collections.Immutable;
using System.Text.Json;
using Baton.Schemas;

namespace Baton.Recipes;

/// <summary>
/// A step type: what its input must look like, which jobs a step of it emits, and how their outputs make the step's.
/// Most recipes emit one job whose input and output are the step's own.
/// </summary>
public class Recipe(string type, Schema input, Schema output)
{
    /// <summary>The <c>$type</c> of its steps and the name of its endpoint.</summary>
    public string Type => type;

    public Schema Input => input;

    public Schema Output => output;

    /// <summary>True when running a job twice costs nothing and changes nothing outside, so that work may begin before the save that records it is on disk.</summary>
    public bool Repeatable { get; init; }

    /// <summary>Rules across members that the schema cannot say; none by default. References inside the input have not been resolved yet.</summary>
    public virtual IEnumerable<Fault> Check(JsonElement value, string path) => [];

    /// <summary>The jobs of a step with this input, in a stable order. References have been resolved.</summary>
    public virtual ImmutableArray<JobPlan> Plan(JsonElement resolvedInput) => [new JobPlan(Type, resolvedInput)];

    /// <summary>The step's output from the outputs of its jobs that have one so far, by item; null while there is nothing to show.</summary>
    public virtual JsonElement? Assemble(JsonElement resolvedInput, ImmutableArray<JsonElement?> outputs) =>
        outputs is [{ } only] ? only : null;
}

/// <summary>One job to emit: the step type whose provider runs it, and its input.</summary>
public sealed record JobPlan(string Type, JsonElement Input);
