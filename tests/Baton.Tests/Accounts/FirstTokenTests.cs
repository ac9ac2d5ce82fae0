using System.Runtime.Versioning;
using Baton.Accounts;
using Baton.Tests.Storage;
using Xunit;

namespace Baton.Tests.Accounts;

[UnsupportedOSPlatform("windows")]
public sealed class FirstTokenTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly SqliteTokens _tokens;
    private readonly FirstToken _first;

    public FirstTokenTests()
    {
        _tokens = new SqliteTokens(_database.Database, _database.Committer, TimeProvider.System);
        _first = new FirstToken(_database.Database, _database.Committer, _tokens);
    }

    private string FilePath => Path.Combine(_database.Directory, "first-token");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FirstStart_WithoutTokens_MakesOneAndWritesItForTheOwnerOnly()
    {
        var made = await _first.MakeIfNone(Cancellation);

        Assert.Equal(new TokenVerdict.Valid(made!.Token), await _tokens.Check(made.Secret, Cancellation));
        Assert.Equal(new AccountId("default"), made.Token.Account);
        Assert.Equal(made.Secret + "\n", await File.ReadAllTextAsync(FilePath, Cancellation));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
    }

    [Fact]
    public async Task LaterStart_MakesNone()
    {
        var made = await _first.MakeIfNone(Cancellation);
        await _tokens.Revoke(made!.Token.Id, Cancellation);

        Assert.Null(await _first.MakeIfNone(Cancellation));
        Assert.Single(await _tokens.List(Cancellation));
    }

    [Fact]
    public async Task FirstStart_AfterOneThatDiedHalfway_ReplacesTheFileWhateverItsMode()
    {
        await File.WriteAllTextAsync(FilePath, "left over", Cancellation);
        File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        var made = await _first.MakeIfNone(Cancellation);

        Assert.Equal(made!.Secret + "\n", await File.ReadAllTextAsync(FilePath, Cancellation));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
    }

    public void Dispose() => _database.Dispose();
}
