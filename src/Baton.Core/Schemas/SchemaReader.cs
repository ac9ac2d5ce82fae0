using System.Text.Json;

namespace Baton.Schemas;

/// <summary>
/// Reads the JSON Schema documents of the API's own types. Pointers are followed and <c>allOf</c> is merged while reading, and a variant takes over what
/// stands beside its union, so that the walk over a value meets one flat schema at a time. Merged limits all count; what cannot be merged is refused. Schemas may refer to themselves.
/// </summary>
internal sealed class SchemaReader(JsonElement root, bool asNeeded = false)
{
    private const int NestingMax = 64;
    private const int VariantsMax = 20_000;

    /// <summary>Baton's own keyword: other names that a member is taken by.</summary>
    private const string Aliases = "x-aliases";

    // Variants may be read later, and by several threads.
    private readonly Lock _reading = new();

    private readonly Dictionary<string, Schema> _byPointer = [];

    /// <summary>What has been made of documents without a name, by their texts.</summary>
    private readonly Dictionary<string, Schema> _byText = [];

    private int _unionsAround;
    private int _variants;

    public Schema ReadRoot(JsonElement document)
    {
        var schema = new Schema(document);
        if (JsonElement.DeepEquals(document, root))
        {
            _byPointer["#"] = schema;
        }

        Fill(schema, [new Part(document, WithUnion: true)]);

        return schema;
    }

    private Schema Read(JsonElement document)
    {
        if (PointerOf(document) is { } pointer && document.EnumerateObject().All(m => m.NameEquals("$ref") || IsRemark(m)))
        {
            return Follow(pointer);
        }

        return Make([document]);
    }

    private Schema Follow(string pointer)
    {
        if (_byPointer.TryGetValue(pointer, out var known))
        {
            return known;
        }

        // Known before it is read, so that a schema that contains itself ends here.
        var schema = _byPointer[pointer] = new Schema(Locate(pointer));
        Fill(schema, [new Part(schema.Document, WithUnion: true)]);

        return schema;
    }

    private void Fill(Schema schema, IReadOnlyList<Part> given)
    {
        var parts = new List<Part>();
        foreach (var part in given)
        {
            Flatten(part, parts, 0);
        }

        var members = new SchemaMembers();
        foreach (var part in parts)
        {
            ReadKeywords(schema, part.Document, members);
        }

        schema.Items = Merge([.. Named(parts, "items")]);
        schema.Others = ReadOthers(parts);
        schema.Members = members.ToArray(Merge, schema.Others ?? Schema.Anything);
        schema.DeclaresRef = schema.HasMember("$ref");
        ReadUnion(schema, parts);
        schema.IsFree = IsFree(schema);
    }

    private void Flatten(Part part, List<Part> parts, int depth)
    {
        if (part.IsFlat)
        {
            parts.Add(part);
            return;
        }

        if (depth > NestingMax)
        {
            throw new FormatException("A schema refers to itself by allOf or $ref alone.");
        }

        if (part.Document.ValueKind == JsonValueKind.False)
        {
            throw new FormatException("A schema that accepts nothing is of no use.");
        }

        if (part.Document.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (PointerOf(part.Document) is { } pointer)
        {
            Flatten(part with { Document = Locate(pointer) }, parts, depth + 1);
        }

        if (part.Document.TryGetProperty("allOf", out var all))
        {
            foreach (var each in all.EnumerateArray())
            {
                Flatten(part with { Document = each }, parts, depth + 1);
            }
        }

        parts.Add(part);
    }

    private static void ReadKeywords(Schema schema, JsonElement document, SchemaMembers members)
    {
        SchemaKeywords.Read(schema, document);
        if (document.TryGetProperty("properties", out var properties))
        {
            foreach (var member in properties.EnumerateObject())
            {
                members.Declare(member.Name, member.Value, AliasesOf(member.Value));
            }
        }

        if (document.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array)
        {
            members.Require(required.EnumerateArray().Select(n => n.GetString()!));
        }
    }

    /// <summary>One schema of what several documents say of one place; null when none does.</summary>
    private Schema? Merge(IReadOnlyList<JsonElement> documents)
    {
        var different = documents.DistinctBy(document => document.GetRawText()).ToList();
        if (different.Count <= 1)
        {
            return different.Count == 0 ? null : Read(different[0]);
        }

        return Make(different);
    }

    private Schema Make(IReadOnlyList<JsonElement> documents)
    {
        var text = string.Join('\n', documents.Select(document => document.GetRawText()));
        if (_byText.TryGetValue(text, out var known))
        {
            return known;
        }

        var schema = _byText[text] = new Schema(documents[^1]);
        Fill(schema, [.. documents.Select(document => new Part(document, WithUnion: true))]);

        return schema;
    }

    private Schema? ReadOthers(List<Part> parts)
    {
        var others = Named(parts, "additionalProperties").Where(document => document.ValueKind != JsonValueKind.False).ToList();
        if (others.Count > 0 && parts.Count(part => part.Document.TryGetProperty("additionalProperties", out _) || part.Document.TryGetProperty("properties", out _)) > 1)
        {
            throw new FormatException("'additionalProperties' cannot be merged with what stands beside it in another schema.");
        }

        return Merge(others);
    }

    private static IEnumerable<JsonElement> Named(IEnumerable<Part> parts, string keyword)
    {
        foreach (var part in parts)
        {
            if (part.Document.TryGetProperty(keyword, out var value))
            {
                yield return value;
            }
        }
    }

    private void ReadUnion(Schema schema, List<Part> parts)
    {
        var unions = parts.Where(p => p.WithUnion && Alternatives(p.Document) is not null).Select(p => p.Document).DistinctBy(d => d.GetRawText()).ToList();
        if (unions is [])
        {
            return;
        }

        var document = unions is [var only] ? only : throw new FormatException("Unions that stand beside each other cannot be merged.");
        var beside = parts.Select(p => p with { WithUnion = false, IsFlat = true }).ToList();
        if (asNeeded && SchemaUnions.Mapping(document) is { } mapping)
        {
            schema.Types &= SchemaTypes.Map;
            schema.Union = SchemaUnions.MakeAsNeeded(schema, mapping, pointer => ReadVariant(beside, pointer));

            return;
        }

        var variants = new List<(JsonElement Document, Schema Schema)>();
        foreach (var alternative in Alternatives(document)!)
        {
            if (IsNull(alternative))
            {
                continue;
            }

            variants.Add((alternative, ReadAlternative(beside, alternative)));
        }

        var nullable = schema.UnionHasNull = Alternatives(document)!.Any(IsNull);
        schema.Types &= variants.Aggregate(nullable ? SchemaTypes.Null : SchemaTypes.None, (types, variant) => types | variant.Schema.Types);
        schema.Union = SchemaUnions.Make(document, variants);
    }

    private Schema ReadAlternative(List<Part> beside, JsonElement alternative)
    {
        if (_unionsAround > NestingMax || ++_variants > VariantsMax)
        {
            throw new FormatException($"Unions may be nested {NestingMax} deep and have {VariantsMax} variants in all, and none may be a variant of itself.");
        }

        _unionsAround++;
        var variant = new Schema(alternative);
        Fill(variant, [.. beside, new Part(alternative, WithUnion: true)]);
        _unionsAround--;

        return variant;
    }

    private Schema ReadVariant(List<Part> beside, string pointer)
    {
        lock (_reading)
        {
            var variant = new Schema(Locate(pointer));
            Fill(variant, [.. beside, new Part(variant.Document, WithUnion: true)]);

            return variant;
        }
    }

    /// <summary>The documents a value may choose from: <c>anyOf</c> or <c>oneOf</c>.</summary>
    private static List<JsonElement>? Alternatives(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var hasAny = document.TryGetProperty("anyOf", out var any);
        var hasOne = document.TryGetProperty("oneOf", out var one);

        return hasAny && hasOne ? throw new FormatException("Unions that stand beside each other cannot be merged.")
            : hasAny || hasOne ? [.. (hasAny ? any : one).EnumerateArray()]
            : null;
    }

    private JsonElement Locate(string pointer) => SchemaPointer.Locate(root, pointer);

    private static string? PointerOf(JsonElement document) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("$ref", out var pointer) ? pointer.GetString() : null;

    private static bool IsRemark(JsonProperty keyword) =>
        keyword.Name is "description" or "title" or "deprecated" or "examples" or "example" or "$comment" or Aliases;

    private static IReadOnlyList<string> AliasesOf(JsonElement member) =>
        member.ValueKind == JsonValueKind.Object && member.TryGetProperty(Aliases, out var aliases) ? [.. aliases.EnumerateArray().Select(name => name.GetString()!)] : [];

    private static bool IsNull(JsonElement document) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("type", out var type)
        && type.ValueKind == JsonValueKind.String && type.ValueEquals("null")
        && document.EnumerateObject().All(keyword => keyword.NameEquals("type") || IsRemark(keyword));

    private static bool IsFree(Schema schema) =>
        schema is { Types: SchemaTypes.All, Choices: null, Union: null, Members: [], Others: null, Items: null, Pattern: null, Format: SchemaFormat.None }
        && schema is { Range: { Minimum: null, Maximum: null }, MinLength: null, MaxLength: null, MinItems: null, MaxItems: null, UniqueItems: false };

    /// <param name="WithUnion">False for what a variant takes over: the union beside it is the one it is a variant of.</param>
    /// <param name="IsFlat">Its pointer and its <c>allOf</c> are parts of their own already.</param>
    private sealed record Part(JsonElement Document, bool WithUnion, bool IsFlat = false);
}
