using System.Text.Json;

namespace Baton.Schemas;

/// <summary>A keyword of a document from outside, with a value that has yet to be looked at.</summary>
/// <param name="At">The pointer to the schema that has it.</param>
internal readonly record struct StrictKeyword(string Name, JsonElement Value, string At)
{
    public string Place => SchemaPointer.Of(At, Name);

    public bool IsAtRoot => At == "#";

    public double Number() => Value.ValueKind == JsonValueKind.Number && double.IsFinite(Value.GetDouble()) ? Value.GetDouble() : throw Wrong("a number");

    public int Count() => Value.ValueKind == JsonValueKind.Number && Value.GetDouble() is var count && double.IsInteger(count) && count is >= 0 and <= int.MaxValue
        ? (int)count
        : throw Wrong("a whole number of 0 or more");

    public bool Flag() => Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? Value.GetBoolean() : throw Wrong("true or false");

    public string Text() => Value.ValueKind == JsonValueKind.String ? Value.GetString()! : throw Wrong("text");

    public List<JsonElement> Items() => Value.ValueKind == JsonValueKind.Array ? [.. Value.EnumerateArray()] : throw Wrong("a list");

    public IEnumerable<JsonProperty> Members() => Value.ValueKind == JsonValueKind.Object ? Value.EnumerateObject() : throw Wrong("an object");

    public IEnumerable<string> Texts()
    {
        var items = Items();

        return items.TrueForAll(item => item.ValueKind == JsonValueKind.String) ? items.Select(item => item.GetString()!) : throw Wrong("a list of texts");
    }

    public SchemaTypes Types() => Value.ValueKind == JsonValueKind.Array
        ? Texts().Aggregate(SchemaTypes.None, (types, name) => types | SchemaKeywords.TypeOf(name))
        : SchemaKeywords.TypeOf(Text());

    public SchemaPattern Pattern()
    {
        try
        {
            return SchemaPattern.Compiled(Text());
        }
        catch (ArgumentException e)
        {
            throw Wrong($"a regular expression ({e.Message})");
        }
    }

    public FormatException Wrong(string expected) => new($"At {At}: '{Name}' must be {expected}.");

    public FormatException NotHeeded(IEnumerable<string> heeded) => new($"At {At}: the keyword '{JsonText.Cut(Name, 64)}' is not heeded here. Allowed: {string.Join(", ", heeded)}.");
}
