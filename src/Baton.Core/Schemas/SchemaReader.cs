using System.Text.Json;

namespace Baton.Schemas;

/// <summary>
/// Reads JSON Schema documents. Pointers are followed and <c>allOf</c> is merged while reading, and a variant takes over what
/// stands beside its union, so that the walk over a value meets one flat schema at a time. Schemas may refer to themselves.
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

        var schema = new Schema(document);
        Fill(schema, [new Part(document, WithUnion: true)]);

        return schema;
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

        schema.Members = members.ToArray();
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

    private void ReadKeywords(Schema schema, JsonElement document, SchemaMembers members)
    {
        SchemaKeywords.Read(schema, document);
        if (document.TryGetProperty("items", out var items))
        {
            schema.Items = Read(items);
        }

        if (document.TryGetProperty("properties", out var properties))
        {
            foreach (var member in properties.EnumerateObject())
            {
                members.Declare(member.Name, Read(member.Value), AliasesOf(member.Value));
            }
        }

        if (document.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array)
        {
            members.Require(required.EnumerateArray().Select(n => n.GetString()!));
        }

        if (document.TryGetProperty("additionalProperties", out var others) && others.ValueKind != JsonValueKind.False)
        {
            schema.Others = Read(others);
        }
    }

    private void ReadUnion(Schema schema, List<Part> parts)
    {
        var at = parts.FindLastIndex(p => p.WithUnion && Alternatives(p.Document) is not null);
        if (at < 0)
        {
            return;
        }

        schema.OtherUnions = [.. parts.Take(at).Where(p => p.WithUnion).Select(p => p.Document).Where(d => Alternatives(d) is not null).Select(ReadOther)];
        var document = parts[at].Document;
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

        var nullable = Alternatives(document)!.Any(IsNull);
        schema.Types = (schema.Types & variants.Aggregate(SchemaTypes.None, (t, v) => t | v.Schema.Types)) | (nullable ? SchemaTypes.Null : SchemaTypes.None);
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

    /// <summary>A union on its own, without what stands beside it: that is looked at with the first.</summary>
    private SchemaUnion ReadOther(JsonElement document) =>
        SchemaUnions.Make(document, [.. Alternatives(document)!.Where(alternative => !IsNull(alternative)).Select(alternative => (alternative, ReadAlternative([], alternative)))]);

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

        if (document.TryGetProperty("anyOf", out var alternatives) || document.TryGetProperty("oneOf", out alternatives))
        {
            return [.. alternatives.EnumerateArray()];
        }

        return null;
    }

    private JsonElement Locate(string pointer)
    {
        if (!pointer.StartsWith('#'))
        {
            throw new FormatException($"The schema reference '{pointer}' leads out of the document.");
        }

        var found = root;
        foreach (var token in Uri.UnescapeDataString(pointer[1..]).Split('/').Skip(1))
        {
            var name = token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            found = found.ValueKind switch
            {
                JsonValueKind.Object when found.TryGetProperty(name, out var member) => member,
                JsonValueKind.Array when int.TryParse(name, out var index) && index >= 0 && index < found.GetArrayLength() => found[index],
                _ => throw new FormatException($"The schema reference '{pointer}' leads nowhere."),
            };
        }

        return found;
    }

    private static string? PointerOf(JsonElement document) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("$ref", out var pointer) ? pointer.GetString() : null;

    private static bool IsRemark(JsonProperty keyword) =>
        keyword.Name is "description" or "title" or "deprecated" or "examples" or "example" or "$comment" or Aliases;

    private static IReadOnlyList<string> AliasesOf(JsonElement member) =>
        member.ValueKind == JsonValueKind.Object && member.TryGetProperty(Aliases, out var aliases) ? [.. aliases.EnumerateArray().Select(name => name.GetString()!)] : [];

    private static bool IsNull(JsonElement document) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("type", out var type)
        && type.ValueKind == JsonValueKind.String && type.ValueEquals("null");

    private static bool IsFree(Schema schema) =>
        schema is { Types: SchemaTypes.All, Choices: null, Union: null, Members: [], Others: null, Items: null, Pattern: null, Format: SchemaFormat.None }
        && schema is { Minimum: null, Maximum: null, MinLength: null, MaxLength: null, MinItems: null, MaxItems: null, UniqueItems: false };

    /// <param name="WithUnion">False for what a variant takes over: the union beside it is the one it is a variant of.</param>
    /// <param name="IsFlat">Its pointer and its <c>allOf</c> are parts of their own already.</param>
    private sealed record Part(JsonElement Document, bool WithUnion, bool IsFlat = false);
}
