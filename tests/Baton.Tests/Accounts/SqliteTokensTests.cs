using Baton.Accounts;
using Baton.Tests.Storage;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Baton.Tests.Accounts;

public sealed class SqliteTokensTests : IDisposable
{
    private static readonly AccountId Ann = new("ann");

    private readonly TestDatabase _database = new();
    private readonly FakeTimeProvider _time = new(AWorkflow.Now);
    private readonly SqliteTokens _tokens;

    public SqliteTokensTests() => _tokens = new SqliteTokens(_database.Database, _database.Committer, _time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NewToken_Presented_IsValidForItsAccount()
    {
        var made = await _tokens.Create(Ann, TokenRole.Caller, "laptop", lifetime: null, Cancellation);

        var verdict = await _tokens.Check(made.Secret, Cancellation);

        Assert.StartsWith("baton_", made.Secret, StringComparison.Ordinal);
        Assert.StartsWith("tok_", made.Token.Id, StringComparison.Ordinal);
        Assert.Equal(new TokenVerdict.Valid(made.Token), verdict);
        Assert.Equal(new TokenRecord(made.Token.Id, Ann, TokenRole.Caller, "laptop", AWorkflow.Now, ExpiresAt: null, RevokedAt: null), made.Token);
    }

    [Theory]
    [InlineData("")]
    [InlineData("baton_")]
    [InlineData("nonsense")]
    [InlineData("baton_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("baton_éAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Text_ThatIsNoToken_IsUnknown(string secret)
    {
        await _tokens.Create(Ann, TokenRole.Caller, "laptop", lifetime: null, Cancellation);

        Assert.Equal(new TokenVerdict.Unknown(), await _tokens.Check(secret, Cancellation));
    }

    [Fact]
    public async Task Token_PastItsLifetime_IsExpiredEvenWhenJustSeenValid()
    {
        var made = await _tokens.Create(Ann, TokenRole.Caller, "laptop", TimeSpan.FromSeconds(1), Cancellation);
        Assert.IsType<TokenVerdict.Valid>(await _tokens.Check(made.Secret, Cancellation));

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(new TokenVerdict.Expired(AWorkflow.Now.AddSeconds(1)), await _tokens.Check(made.Secret, Cancellation));
    }

    [Fact]
    public async Task Token_RevokedHere_IsRevokedAtOnce()
    {
        var made = await _tokens.Create(Ann, TokenRole.Caller, "laptop", lifetime: null, Cancellation);
        await _tokens.Check(made.Secret, Cancellation);

        var revoked = await _tokens.Revoke(made.Token.Id, Cancellation);

        Assert.True(revoked);
        Assert.Equal(new TokenVerdict.Revoked(AWorkflow.Now), await _tokens.Check(made.Secret, Cancellation));
    }

    [Fact]
    public async Task Token_RevokedByAnotherProcess_IsRevokedAfterTwoSeconds()
    {
        var made = await _tokens.Create(Ann, TokenRole.Caller, "laptop", lifetime: null, Cancellation);
        await _tokens.Check(made.Secret, Cancellation);
        await new SqliteTokens(_database.Database, _database.Committer, _time).Revoke(made.Token.Id, Cancellation);

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.IsType<TokenVerdict.Revoked>(await _tokens.Check(made.Secret, Cancellation));
    }

    [Fact]
    public async Task Token_RevokedTwice_KeepsTheFirstTime()
    {
        var made = await _tokens.Create(Ann, TokenRole.Caller, "laptop", lifetime: null, Cancellation);
        await _tokens.Revoke(made.Token.Id, Cancellation);
        _time.Advance(TimeSpan.FromHours(1));

        await _tokens.Revoke(made.Token.Id, Cancellation);

        Assert.Equal(AWorkflow.Now, Assert.Single(await _tokens.List(Cancellation)).RevokedAt);
    }

    [Fact]
    public async Task UnknownToken_Revoked_IsNotFound() => Assert.False(await _tokens.Revoke("tok_none", Cancellation));

    [Fact]
    public async Task Secret_OfAToken_IsNowhereOnDisk()
    {
        var made = await _tokens.Create(Ann, TokenRole.Caller, "laptop", lifetime: null, Cancellation);

        using var files = new CopiedDirectory(_database.Directory);
        var bytes = Directory.GetFiles(files.Path).SelectMany(File.ReadAllBytes).ToArray();

        Assert.True(bytes.AsSpan().IndexOf("laptop"u8) >= 0);
        Assert.True(bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(made.Secret["baton_".Length..])) < 0);
    }

    public void Dispose() => _database.Dispose();
}
