using System.Text.Json;

namespace Baton.Schemas;

/// <summary>
/// A JSON Schema that came from outside and means what JSON Schema 2020-12 says it means: no spelling is forgiven, nothing is made canonical, and the parts of an
/// <c>allOf</c> all count. <see cref="Schema"/> is for the API's own types, which are more lenient. One rule is Baton's: a member that is null and that the schema
/// does not require counts as not there, as it does everywhere in an input.
/// </summary>
public sealed class StrictSchema
{
    internal StrictSchema()
    {
    }

    internal SchemaTypes Types { get; set; } = SchemaTypes.All;

    internal SchemaChoices? Choices { get; set; }

    internal SchemaChoices? Only { get; set; }

    internal SchemaRange Range { get; set; } = SchemaRange.Any;

    internal int? MinLength { get; set; }

    internal int? MaxLength { get; set; }

    internal SchemaPattern? Pattern { get; set; }

    internal int? MinItems { get; set; }

    internal int? MaxItems { get; set; }

    internal bool UniqueItems { get; set; }

    internal StrictSchema? Items { get; set; }

    internal Dictionary<string, StrictSchema> Members { get; } = [];

    internal HashSet<string> Required { get; } = [];

    /// <summary>What members that stand beside those declared here must look like.</summary>
    internal StrictSchema? Others { get; set; }

    /// <summary>What <c>$ref</c> leads to and the parts of <c>allOf</c>: a value must fit each.</summary>
    internal List<StrictSchema> All { get; } = [];

    /// <summary>A value must fit one at least.</summary>
    internal IReadOnlyList<StrictSchema>? AnyOf { get; set; }

    /// <summary>A value must fit exactly one.</summary>
    internal IReadOnlyList<StrictSchema>? OneOf { get; set; }

    /// <summary>Those that look at the same value as this one.</summary>
    internal IEnumerable<StrictSchema> Beside => [.. All, .. AnyOf ?? [], .. OneOf ?? []];

    /// <summary>Reads a document. A <see cref="FormatException"/> says in words what is not heeded or not right, and where.</summary>
    public static StrictSchema Parse(JsonElement document) => new StrictSchemaReader(document).ReadRoot();

    /// <summary>Finds what keeps a value from fitting.</summary>
    public void Check(JsonElement value, JsonPlace at, Findings findings) => new StrictCheck(at, findings).Walk(this, value);
}
