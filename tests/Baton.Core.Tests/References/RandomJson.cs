using System.Text.Json;
using CsCheck;

namespace Baton.Core.Tests.References;

/// <summary>JSON texts of any shape; members often have names that mean something to the code under test.</summary>
internal static class RandomJson
{
    private static readonly Gen<string> Name = Gen.OneOf(
        "$ref", "path", "$type", "message", "image", "output", "format", "quality", "transforms", "type", "for", "as", "template", "input", "a.b", "é", "");

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.OneOf("png", "PNG", "jpeg", "echo", "convertImage", "repeat", "resize", "blur", "$0", "$arguments", "https://a.example/b", "00:10:00"),
        Gen.String[0, 12]);

    private static readonly Gen<string> Leaf = Gen.OneOf(
        Text.Select(t => JsonSerializer.Serialize(t)),
        Gen.Int[-5, 5000].Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        Gen.OneOf("null", "true", "false", "1.0", "1e999", "-0.5", "4e0"));

    public static readonly Gen<string> Any = Gen.Recursive<string>((depth, inner) => depth > 4
        ? Leaf
        : Gen.OneOf(
            Leaf,
            inner.Array[0, 4].Select(items => $"[{string.Join(',', items)}]"),
            Gen.Select(Name, inner).Array[0, 5].Select(Object)));

    /// <summary>An object with members of these names, each once.</summary>
    public static Gen<string> ObjectOf(params (string Name, Gen<string> Value)[] members) =>
        Gen.Select(Gen.Bool.Array[members.Length], Gen.Int[0, 1_000_000]).SelectMany((present, _) =>
            Sequence([.. members.Where((_, i) => present[i])]));

    private static Gen<string> Sequence((string Name, Gen<string> Value)[] members) =>
        members.Aggregate(Gen.Const(""), (text, member) => Gen.Select(text, member.Value, (t, value) =>
            $"{t}{(t.Length > 0 ? "," : "")}{JsonSerializer.Serialize(member.Name)}:{value}")).Select(t => $"{{{t}}}");

    private static string Object((string Name, string Value)[] members) =>
        $"{{{string.Join(',', members.DistinctBy(m => m.Name).Select(m => $"{JsonSerializer.Serialize(m.Name)}:{m.Value}"))}}}";
}
