using CsCheck;

namespace Baton.Core.Tests.Schemas;

/// <summary>Schemas, and values that are likely to come near to fitting them. Few names and small numbers, so that they meet.</summary>
/// <param name="typed">
/// Only schemas as the API's own types are written: each says its one type, nothing is refused for being there, unions are told apart by the first that fits, and
/// what a definition refers to refers to nothing.
/// Otherwise of all keywords that are heeded in schemas from outside.
/// </param>
internal sealed class RandomSchema(bool typed)
{
    private static readonly Gen<string> Name = Gen.OneOf("a", "b", "c");

    private static readonly Gen<string> Limit = Gen.OneOf("0", "1", "2", "2.5", "-1");

    private static readonly Gen<string> Count = Gen.Int[0, 3].Select(count => $"{count}");

    private static readonly Gen<string> Definition = Gen.OneOf("\"$ref\":\"#/$defs/x\"", "\"$ref\":\"#/$defs/y\"");

    private static readonly Gen<string> Type = Gen.Frequency((1, Gen.OneOf("null", "boolean", "integer", "number", "string", "array")), (1, Gen.Const("object"))).Select(type => $"\"{type}\"");

    // Two texts that differ in case alone are the same to the API's own types.
    private readonly Gen<string> _scalar = Gen.OneOf(
        "0", "1", "1.0", "2", "2.5", "-1", "3e0", "\"\"", "\"a\"", typed ? "\"c\"" : "\"A\"", "\"ab\"", "\"b1\"", "\"😀\"", "\"\\u0061\"", "true", "false");

    /// <summary>Values without null as a member, which has a meaning of its own here.</summary>
    public Gen<string> Value => ValueOf(3);

    public Gen<string> Document => Gen.Select(SchemaOf(3), SchemaOf(2, !typed), SchemaOf(2, !typed), (root, x, y) =>
        $$"""{"$defs":{"x":{{x}},"y":{{y}}}{{(root.Length > 2 ? "," : "")}}{{root[1..]}}""");

    private Gen<string> ValueOf(int depth) => depth == 0 ? _scalar : Gen.Frequency(
        (3, _scalar),
        (1, Gen.Const("null")),
        (2, ValueOf(depth - 1).Array[0, 3].Select(items => $"[{string.Join(',', items)}]")),
        (4, Members(ValueOf(depth - 1).Where(value => value != "null"))));

    private Gen<string> SchemaOf(int depth, bool refers = true) => depth == 0
        ? Gen.Frequency((6, KeywordsOf(Plain())), (1, Gen.Const("{}")))
        : Gen.Frequency((8, KeywordsOf(Gen.Frequency((3, Plain()), (4, Nested(depth, refers))))), (refers ? 1 : 0, Definition.Select(reference => $"{{{reference}}}")));

    /// <summary>One to three keywords, each of them once.</summary>
    private Gen<string> KeywordsOf(Gen<string> keyword) => Gen.Select(Type, keyword.Array[1, 3], (type, keywords) =>
        $"{{{string.Join(',', keywords.Prepend($"\"type\":{type}").Skip(typed ? 0 : 1).DistinctBy(k => k[..k.IndexOf(':', StringComparison.Ordinal)]))}}}");

    private Gen<string> Plain() => Gen.OneOf(
        Type.Select(type => $"\"type\":{type}"),
        Type.Array[1, 4].Select(types => $"\"type\":[{string.Join(',', types.Distinct())}]"),
        Gen.OneOf(_scalar, Gen.Const("null"), ValueOf(1)).Array[1, 4].Select(values => $"\"enum\":[{string.Join(',', values)}]"),
        Gen.OneOf(_scalar, ValueOf(1)).Select(value => $"\"const\":{value}"),
        Gen.Select(Gen.OneOf("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), Limit, (keyword, limit) => $"\"{keyword}\":{limit}"),
        Gen.Select(Gen.OneOf("minLength", "maxLength", "minItems", "maxItems"), Count, (keyword, count) => $"\"{keyword}\":{count}"),
        Gen.OneOf("^a", "b$", "^[a-z]+$", "[0-9]", "^$").Select(pattern => $"\"pattern\":\"{pattern}\""),
        Gen.Bool.Select(unique => $"\"uniqueItems\":{(unique ? "true" : "false")}"),
        Name.Array[0, 2].Select(names => $"\"required\":[{string.Join(',', names.Distinct().Select(n => $"\"{n}\""))}]"));

    private Gen<string> Nested(int depth, bool refers)
    {
        var inner = SchemaOf(depth - 1, refers);
        var innerOrNone = typed ? inner : Gen.OneOf(inner, Gen.OneOf("false", "true"));
        var several = inner.Array[1, 3].Select(schemas => $"[{string.Join(',', schemas)}]");

        return Gen.Frequency(
            (4, Members(inner).Select(members => $"\"properties\":{members}")),
            (1, innerOrNone.Select(others => $"\"additionalProperties\":{others}")),
            (2, innerOrNone.Select(items => $"\"items\":{items}")),
            (2, several.Select(schemas => $"\"allOf\":{schemas}")),
            (2, several.Select(schemas => $"\"anyOf\":{schemas}")),
            (typed ? 0 : 2, several.Select(schemas => $"\"oneOf\":{schemas}")),
            (refers ? 1 : 0, Definition));
    }

    private static Gen<string> Members(Gen<string> value) => Gen.Select(Name, value).Array[0, 3].Select(members =>
        $"{{{string.Join(',', members.DistinctBy(m => m.Item1).Select(m => $"\"{m.Item1}\":{m.Item2}"))}}}");
}
