using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Baton.Schemas;

/// <summary>What a JSON value must look like: the part of JSON Schema that the API's types need.</summary>
public sealed class Schema
{
    /// <summary>Accepts every value.</summary>
    public static readonly Schema Anything = new(JsonElement.Parse("true")) { IsFree = true };

    internal Schema(JsonElement document) => Document = document;

    /// <summary>The schema as a JSON Schema document.</summary>
    public JsonElement Document { get; }

    internal SchemaTypes Types { get; set; } = SchemaTypes.All;

    internal SchemaChoices? Choices { get; set; }

    internal SchemaRange Range { get; set; } = SchemaRange.Any;

    internal int? MinLength { get; set; }

    internal int? MaxLength { get; set; }

    internal SchemaPattern? Pattern { get; set; }

    internal SchemaFormat Format { get; set; }

    internal int? MinItems { get; set; }

    internal int? MaxItems { get; set; }

    internal bool UniqueItems { get; set; }

    internal Schema? Items { get; set; }

    internal SchemaMember[] Members { get; set; } = [];

    /// <summary>What members that are not declared must look like; null when there should be none.</summary>
    internal Schema? Others { get; set; }

    internal SchemaUnion? Union { get; set; }

    /// <summary>Null alone is one of the union's alternatives; it is none of its variants.</summary>
    internal bool UnionHasNull { get; set; }

    internal JsonElement? Default { get; set; }

    /// <summary>Nothing is asked of the value.</summary>
    internal bool IsFree { get; set; }

    /// <summary>A member called <c>$ref</c> is declared, so an object that has one is not a reference here.</summary>
    internal bool DeclaresRef { get; set; }

    /// <summary>Reads a JSON Schema document. Pointers in it are looked up in <paramref name="root"/>, by default the document itself.</summary>
    public static Schema Parse(JsonElement document, JsonElement? root = null) => new SchemaReader(root ?? document).ReadRoot(document);

    /// <summary>
    /// The same for a large document known to be right: a variant that a discriminator leads to is read when a value first says that it is one.
    /// What is wrong in a variant is not noticed before that, so this is not for documents that came from outside.
    /// </summary>
    public static Schema ParseAsNeeded(JsonElement document) => new SchemaReader(document, asNeeded: true).ReadRoot(document);

    /// <summary>The schema of a wire type, from its members and their attributes.</summary>
    public static Schema Of(JsonTypeInfo type) => Parse(ContractSchema.DocumentOf(type));

    /// <summary>
    /// Finds everything that is wrong with a value, and returns it as it is kept: enum values as declared, whole numbers without
    /// a fraction, members that are not known left out. A value that is already like that is returned as it is.
    /// </summary>
    public JsonElement Validate(JsonElement value, JsonPlace at, ValidationRules rules, Findings findings) =>
        new SchemaValidator(value, at, rules, findings).Validate(this);

    /// <summary>True when this schema, or a variant of it, declares the member.</summary>
    internal bool HasMember(string name) =>
        Members.Any(m => m.Name == name) || (Union?.Variants.Any(v => v.Schema.HasMember(name)) ?? false);

    /// <summary>What stands under a member, or in a list when there is no name: one schema, several by variant, or none when nothing can stand there.</summary>
    internal IEnumerable<Schema> At(string? name)
    {
        if (IsFree)
        {
            return [this];
        }

        if (Union is { } union)
        {
            return union.Variants.SelectMany(v => v.Schema.At(name)).Concat(OwnAt(name));
        }

        return OwnAt(name);
    }

    /// <summary>All declared members, those of variants included.</summary>
    internal IEnumerable<string> MemberNames =>
        Members.Select(m => m.Name).Concat(Union?.Variants.SelectMany(v => v.Schema.MemberNames) ?? []).Distinct();

    private IEnumerable<Schema> OwnAt(string? name)
    {
        if (name is null)
        {
            return !Types.HasFlag(SchemaTypes.List) ? [] : [Items ?? Anything];
        }

        if (!Types.HasFlag(SchemaTypes.Map))
        {
            return [];
        }

        return Member(name) is { } member ? [member.Schema]
            : Others is { } others ? [others]
            : Members.Length == 0 && Union is null ? [Anything]
            : [];
    }

    internal SchemaMember? Member(string name) => Array.Find(Members, m => m.Name == name);
}
