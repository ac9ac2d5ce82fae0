using Baton.Commands;
using Baton.Connections;
using Xunit;

namespace Baton.Tests.Cli;

public sealed class TokenLookupTests : IDisposable
{
    private static readonly Uri Local = new("http://127.0.0.1:8080");
    private static readonly Uri Remote = new("https://baton.example.org");

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("baton-token-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void AllThreeSources_ForALocalServer_TheOptionWins()
    {
        WriteFirstToken("baton_file\n");

        Assert.Equal("baton_option", TokenLookup.Find("baton_option", "baton_environment", Local, _directory.FullName));
    }

    [Fact]
    public void EnvironmentAndFile_WithoutOption_TheEnvironmentWins()
    {
        WriteFirstToken("baton_file\n");

        Assert.Equal("baton_environment", TokenLookup.Find(null, "baton_environment", Local, _directory.FullName));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://localhost:9000")]
    [InlineData("http://[::1]:9000")]
    public void OnlyTheFile_ForALocalServer_IsReadWithoutItsLineEnd(string server)
    {
        WriteFirstToken("baton_file\n");

        Assert.Equal("baton_file", TokenLookup.Find(null, " ", new Uri(server), _directory.FullName));
    }

    [Fact]
    public void OnlyTheFile_ForAnotherMachine_IsNotGivenAway()
    {
        WriteFirstToken("baton_file\n");

        var refusal = Assert.Throws<RefusedException>(() => TokenLookup.Find(null, null, Remote, _directory.FullName));

        Assert.Contains("baton.example.org", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NoSource_ForALocalServer_SaysAllThree()
    {
        var refusal = Assert.Throws<RefusedException>(() => TokenLookup.Find(null, null, Local, _directory.FullName));

        Assert.All(["--token", "BATON_TOKEN", "data/first-token"], word => Assert.Contains(word, refusal.Message, StringComparison.Ordinal));
    }

    private void WriteFirstToken(string text)
    {
        _directory.CreateSubdirectory("data");
        File.WriteAllText(Path.Combine(_directory.FullName, "data", "first-token"), text);
    }
}
