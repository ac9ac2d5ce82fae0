using Baton.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Baton.Tests.Accounts;

public sealed class AuthenticationTests(BatonHost host)
{
    [Theory]
    [InlineData("GET", Calls.Workflows)]
    [InlineData("POST", Calls.Workflows)]
    [InlineData("GET", Calls.Workflows + "/" + Calls.NoId)]
    [InlineData("PUT", Calls.Workflows + "/" + Calls.NoId)]
    [InlineData("PATCH", Calls.Workflows + "/" + Calls.NoId)]
    [InlineData("DELETE", Calls.Workflows + "/" + Calls.NoId)]
    [InlineData("POST", Calls.Workflows + "/" + Calls.NoId + "/tags")]
    [InlineData("DELETE", Calls.Workflows + "/" + Calls.NoId + "/tags/a")]
    [InlineData("GET", Calls.Workflows + "/" + Calls.NoId + "/steps/0")]
    [InlineData("POST", "/v2/consumer/recipes/echo")]
    public async Task Operation_WithoutAToken_IsUnauthorized(string method, string path)
    {
        var answer = await host.Anonymous().Send(method, path, method == "GET" ? null : "{}", method == "PATCH" ? "application/json-patch+json" : "application/json");

        answer.IsProblem(401, "unauthorized");
        Assert.Equal("Bearer", answer.Headers["WWW-Authenticate"]);
        Assert.Contains("no bearer token", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Basic YTpi", "malformed")]
    [InlineData("Bearer", "malformed")]
    [InlineData("Bearer ", "malformed")]
    [InlineData("Bearer two tokens", "malformed")]
    [InlineData("Bearer baton_nobody", "not known")]
    public async Task Token_ThatIsNone_SaysWhatIsWrong(string header, string detail)
    {
        var answer = await host.Anonymous().Send("GET", Calls.Workflows, headers: ("Authorization", header));

        answer.IsProblem(401, "unauthorized");
        Assert.Contains(detail, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal($"Bearer error=\"invalid_token\", error_description=\"{answer.Json.GetProperty("detail").GetString()}\"", answer.Headers["WWW-Authenticate"]);
    }

    [Fact]
    public async Task Token_ThatExpired_SaysSo()
    {
        using var caller = await host.Caller("ann", lifetime: TimeSpan.FromTicks(1));

        var answer = await caller.Send("GET", Calls.Workflows);

        answer.IsProblem(401, "unauthorized");
        Assert.Contains("expired at", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_ThatWasRevoked_SaysSo()
    {
        var tokens = host.Services.GetRequiredService<ITokens>();
        var token = await tokens.Create(new AccountId("ann"), TokenRole.Caller, "to be revoked", null, BatonHost.Stop);
        using var caller = host.WithToken(token.Secret);
        Assert.Equal(200, (int)(await caller.Send("GET", Calls.Workflows)).Status);

        await tokens.Revoke(token.Token.Id, BatonHost.Stop);
        var answer = await caller.Send("GET", Calls.Workflows);

        answer.IsProblem(401, "unauthorized");
        Assert.Contains("revoked at", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Browser_AskingBefore_IsLetThrough()
    {
        var answer = await host.Anonymous().Send("OPTIONS", Calls.Workflows, headers:
        [
            ("Origin", "https://app.example"), ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "authorization,content-type,idempotency-key"),
        ]);

        Assert.Equal(204, (int)answer.Status);
        Assert.Equal("*", answer.Headers["Access-Control-Allow-Origin"]);
        Assert.Contains("idempotency-key", answer.Headers["Access-Control-Allow-Headers"], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Browser_Calling_MaySeeTheHeadersThatMatter()
    {
        using var caller = await host.Caller("ann");

        var answer = await caller.Send("GET", Calls.Workflows, headers: ("Origin", "https://app.example"));

        foreach (var header in (string[])["X-Civitai-Cost-Total", "X-Workflow-Id", "Location", "Retry-After", "X-Request-Id"])
        {
            Assert.Contains(header, answer.Headers["Access-Control-Expose-Headers"], StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task RequestId_FromTheCaller_ComesBack()
    {
        using var caller = await host.Caller("ann");
        const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        var answer = await caller.Send("GET", Calls.Workflows, headers: [("X-Request-Id", "order-17"), ("traceparent", Trace)]);

        Assert.Equal("order-17", answer.Headers["X-Request-Id"]);
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", answer.Headers["traceresponse"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("<script>")]
    public async Task RequestId_ThatCouldBreakALog_IsReplaced(string given)
    {
        var answer = await host.Anonymous().Send("GET", "/health/live", headers: ("X-Request-Id", given));

        Assert.NotEmpty(answer.Headers["X-Request-Id"]);
        Assert.NotEqual(given, answer.Headers["X-Request-Id"]);
    }

    [Fact]
    public async Task Health_OfARunningServer_IsGood()
    {
        Assert.Equal(200, (int)(await host.Anonymous().Send("GET", "/health/live")).Status);
        Assert.Equal(200, (int)(await host.Anonymous().Send("GET", "/health/ready")).Status);
    }
}
