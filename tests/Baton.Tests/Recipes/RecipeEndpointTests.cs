using Xunit;

namespace Baton.Tests.Recipes;

public sealed class RecipeEndpointTests(BatonHost host)
{
    private const string Echo = "/v2/consumer/recipes/echo";

    [Fact]
    public async Task Recipe_ThatSucceeds_AnswersItsOutput()
    {
        using var caller = await host.Caller("ann");

        var answer = await caller.Send("POST", Echo, """{ "message": "hi" }""");

        Assert.Equal(200, (int)answer.Status);
        Assert.Equal("""{"message":"hi"}""", answer.Text.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("succeeded", (await caller.Workflow(answer.Headers["X-Workflow-Id"])).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Recipe_WithABadInput_NamesTheMember()
    {
        using var caller = await host.Caller("ann");

        (await caller.Send("POST", Echo, """{ "message": 5 }""")).IsProblem(400, "validation").Names("message");
        (await caller.Send("POST", Echo + "?whatif=maybe", """{ "message": "a" }""")).IsProblem(400, "validation").Names("whatif");
    }

    [Fact]
    public async Task WhatIf_OfARecipe_AnswersThePriceAndRunsNothing()
    {
        using var caller = await host.Caller("ann");

        var answer = await caller.Send("POST", Echo + "?whatif=true", """{ "message": "hi" }""");

        Assert.Equal(200, (int)answer.Status);
        Assert.Equal("0", answer.Headers["X-Civitai-Cost-Total"]);
        Assert.False(answer.Headers.ContainsKey("X-Workflow-Id"));
    }

    [Fact]
    public async Task Ephemeral_RecipeCall_LeavesNothing()
    {
        using var caller = await host.Caller("ann");

        var answer = await caller.Send("POST", Echo + "?ephemeral=true", """{ "message": "hi" }""");

        Assert.Equal(200, (int)answer.Status);
        (await caller.Send("GET", $"{Calls.Workflows}/{answer.Headers["X-Workflow-Id"]}")).IsProblem(404, "workflow-not-found");
    }

    [Fact]
    public async Task Media_ThatCannotBeRead_FailsTheCallAndSaysWhy()
    {
        using var caller = await host.Caller("ann");
        var broken = "data:image/png;base64," + Convert.ToBase64String([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]);

        var answer = await caller.Send("POST", "/v2/consumer/recipes/convertImage", $$"""{ "image": "{{broken}}", "output": { "format": "jpeg" } }""");

        Assert.True((int)answer.Status is 400 or 502, answer.Text);
        Assert.Equal("application/problem+json", answer.ContentType);
    }
}
