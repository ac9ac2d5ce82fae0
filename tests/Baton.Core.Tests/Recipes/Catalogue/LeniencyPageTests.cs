using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Xunit;

namespace Baton.Core.Tests.Recipes.Catalogue;

/// <summary>Holds docs/reference/more-lenient.md to the checked-in schemas.</summary>
public sealed class LeniencyPageTests
{
    private static readonly List<CatalogueDocument> Documents = [.. CatalogueDocument.Recipes.Select(recipe => new CatalogueDocument(recipe))];

    private static readonly ILookup<string, (string Member, string Words)> Page = Rows().ToLookup(row => row.Section, row => (row.Member, row.Words));

    [Fact]
    public void OtherNames_OnThePage_AreAllThatTheSchemasTake() =>
        Assert.Equal(
            Members().Where(m => m.Schema["x-aliases"] is not null).Select(m => (m.Name, string.Join(' ', m.Schema["x-aliases"]!.AsArray().Select(alias => $"`{alias}`")))).Order(),
            Page["Other names"].Order());

    [Fact]
    public void OtherValues_OnThePage_AreWhatTheSchemasTake()
    {
        Assert.Equal(6, Page["Other values"].Count());
        Assert.All(Page["Other values"], row => Assert.All(
            Members().Where(m => m.Name == row.Member).DefaultIfEmpty(),
            member => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(row.Words.Trim('`')), Plain(member.Schema)), row.Member)));
    }

    [Fact]
    public void LeftOut_OnThePage_IsWhatTheSchemasDoNotRequire()
    {
        Assert.Equal(11, Page["May be left out"].Count());
        Assert.All(Page["May be left out"], row =>
        {
            var (owner, name) = (row.Member.Split('.')[0], row.Member.Split('.')[1]);
            var member = Assert.Single(Members(), m => m.Name == row.Member).Schema;

            Assert.True(!row.Words.StartsWith("it has the default", StringComparison.Ordinal) || row.Words == $"it has the default {member["default"]!.ToJsonString()}", row.Member);
            Assert.All(
                Documents.Select(document => owner == document.Root["title"]?.GetValue<string>() ? document.Root : document.Definition($"#/$defs/{owner}")).OfType<JsonObject>(),
                type => Assert.DoesNotContain(name, type["required"]?.AsArray().Select(required => required!.GetValue<string>()) ?? []));
        });
    }

    /// <summary>All members by the types that declare them.</summary>
    private static IEnumerable<(string Name, JsonObject Schema)> Members() =>
        from document in Documents
        from type in (document.Root["$defs"]?.AsObject() ?? []).Select(d => (d.Key, Schema: d.Value!.AsObject())).Append((Key: document.Root["title"]!.GetValue<string>(), Schema: document.Root))
        from member in type.Schema["properties"]?.AsObject() ?? []
        select ($"{type.Key}.{member.Key}", member.Value!.AsObject());

    private static JsonObject Plain(JsonObject schema)
    {
        var plain = schema.DeepClone().AsObject();
        plain.Remove("x-aliases");

        return plain;
    }

    private static IEnumerable<(string Section, string Member, string Words)> Rows([CallerFilePath] string here = "")
    {
        var page = File.ReadAllText(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../../docs/reference/more-lenient.md")));
        return
            from section in page.Split("\n## ").Skip(1)
            from line in section.Split('\n')
            where line.StartsWith("| `", StringComparison.Ordinal)
            let cells = line.Split('|', StringSplitOptions.TrimEntries)
            select (section[..section.IndexOf('\n', StringComparison.Ordinal)], cells[1].Trim('`'), cells[2]);
    }
}
