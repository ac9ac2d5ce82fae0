using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Baton.Jobs;
using Baton.References;
using Baton.Schemas;

namespace Baton.Recipes;

/// <summary>
/// A step type: what its input must look like, which jobs a step of it emits, and how their outputs make the step's.
/// Most recipes emit one job whose input and output are the step's own.
/// </summary>
public class Recipe
{
    // Derived when first asked for: a server starts faster than all schemas can be made, and few are needed at once.
    private readonly Lazy<Schema> _input;
    private readonly Lazy<Schema> _output;

    /// <summary>A recipe whose input and output are these wire types.</summary>
    public Recipe(string type, Func<JsonTypeInfo> input, Func<JsonTypeInfo> output)
        : this(type, new Lazy<Schema>(() => Schema.Of(input())), new Lazy<Schema>(() => Schema.Of(output())))
    {
    }

    /// <summary>A recipe whose input and output are described by schemas.</summary>
    public Recipe(string type, Schema input, Schema output)
        : this(type, new Lazy<Schema>(input), new Lazy<Schema>(output))
    {
    }

    /// <summary>A recipe whose input is described by a schema that is read when it is first needed.</summary>
    protected Recipe(string type, Func<Schema> input, Func<JsonTypeInfo> output)
        : this(type, new Lazy<Schema>(input), new Lazy<Schema>(() => Schema.Of(output())))
    {
    }

    private Recipe(string type, Lazy<Schema> input, Lazy<Schema> output)
    {
        Type = type;
        _input = input;
        _output = output;
    }

    /// <summary>The <c>$type</c> of its steps and the name of its endpoint.</summary>
    public string Type { get; }

    public Schema Input => _input.Value;

    public Schema Output => _output.Value;

    /// <summary>True when running a job twice costs nothing and changes nothing outside, so that work may begin before the save that records it is on disk.</summary>
    public bool Repeatable { get; init; }

    /// <summary>True when a job that takes too long may run a second time beside the first, where the operator allows it. One that is repeatable always may.</summary>
    public bool IsHedgeable { get => field || Repeatable; init; }

    /// <summary>
    /// Looks at an input, first by its schema and then by the rules of the recipe, and returns it as it is kept. It is asked twice for
    /// an input with references: at submit, where a reference may stand for any value, and again once they are resolved.
    /// </summary>
    public virtual JsonElement Accept(JsonElement value, JsonPlace at, ValidationRules rules, Findings findings)
    {
        var accepted = Input.Validate(value, at, rules, findings);
        if (value.ValueKind == JsonValueKind.Object)
        {
            Check(value, at, findings);
        }

        return accepted;
    }

    /// <summary>The references that must be resolved before the step's jobs can be planned.</summary>
    public virtual ImmutableArray<Reference> FindReferences(JsonElement value) => InputReferences.Find(value);

    /// <summary>The places of the input where media may be given.</summary>
    public virtual ImmutableArray<MediaSource> FindMedia(JsonElement value) => MediaSources.Find(Input, value);

    /// <summary>The type of the steps that a step with this input runs in its turn; null when it runs none.</summary>
    public virtual string? TemplateType(JsonElement input) => null;

    /// <summary>The jobs of a step with this input, in a stable order. References have been resolved.</summary>
    public virtual ImmutableArray<JobPlan> Plan(JsonElement resolvedInput) => [new JobPlan(Type, resolvedInput)];

    /// <summary>How much work a job with this input is beside the usual one; a relative number, 1 by default.</summary>
    public virtual double ComplexityOf(JsonElement jobInput) => JobComplexity.Of(jobInput);

    /// <summary>What a job with this input needs that a worker may have locally, such as the AIRs of models.</summary>
    public virtual ImmutableArray<string> ResourcesOf(JsonElement jobInput) => JobResources.Of(jobInput);

    /// <summary>The step's output from the outputs of its jobs that have one so far, by item; null while there is nothing to show.</summary>
    public virtual JsonElement? Assemble(JsonElement resolvedInput, ImmutableArray<JsonElement?> outputs) =>
        outputs is [{ } only] ? only : null;

    /// <summary>
    /// Rules across members that the schema cannot say; none by default. Members may be missing, of a wrong kind, or references: the
    /// schema speaks of those, here they are passed over.
    /// </summary>
    protected virtual void Check(JsonElement value, JsonPlace at, Findings findings)
    {
    }
}

/// <summary>One job to emit: the step type whose provider runs it, and its input.</summary>
public sealed record JobPlan(string Type, JsonElement Input)
{
    /// <summary>Relative complexity, not money.</summary>
    public double Complexity { get; init; } = 1;
}
