using System.Text.RegularExpressions;
using Xunit;

namespace Baton.Tests.Docs;

/// <summary>Holds the documents to the code they speak of.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Root = Checkout.Root;

    public static TheoryData<string> Documents() => [.. Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
        .Append(Path.Combine(Root, "README.md"))
        .Select(path => Path.GetRelativePath(Root, path))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Code_ShownInADocument_StandsInTheFileItNames(string document)
    {
        var text = Read(document);

        Assert.All(CutFromCode().Matches(text), cut =>
            Assert.Contains(cut.Groups["code"].Value.TrimEnd(), Read(cut.Groups["file"].Value), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void CSharp_ShownInADocument_NamesItsFile(string document)
    {
        var text = Read(document);

        Assert.Equal(CSharpBlock().Count(text), CutFromCode().Matches(text).Count(cut => cut.Groups["language"].Value == "csharp"));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Path_NamedInADocument_Exists(string document)
    {
        var named = NamedPath().Matches(Read(document)).Select(match => match.Groups["path"].Value);

        Assert.All(named, path => Assert.True(Path.Exists(Path.Combine(Root, path)), $"{document} names {path}, which does not exist."));
    }

    [GeneratedRegex("""<!-- from (?<file>\S+) -->\n```(?<language>\w+)\n(?<code>.*?)```""", RegexOptions.Singleline)]
    private static partial Regex CutFromCode();

    [GeneratedRegex("^```csharp$", RegexOptions.Multiline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex("`(?<path>(src|tests|docs|samples)/[A-Za-z0-9_./-]+)`")]
    private static partial Regex NamedPath();

    private static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");
}
