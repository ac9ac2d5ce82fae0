using System.Text.Json;
using Xunit;

namespace Baton.Tests.Steps;

public sealed class StepEndpointTests(BatonHost host)
{
    private const string Patch = "application/json-patch+json";

    private const string TwoSteps = """
        { "steps": [
          { "$type": "echo", "name": "1", "input": { "message": "named one" } },
          { "$type": "echo", "name": "other", "input": { "message": "second" }, "metadata": { "output": {} } } ] }
        """;

    [Theory]
    [InlineData("1", "named one")]
    [InlineData("0", "named one")]
    [InlineData("$0", "named one")]
    [InlineData("$1", "second")]
    [InlineData("other", "second")]
    public async Task Step_ByNameOrPlace_IsFound(string name, string message)
    {
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(TwoSteps);

        var answer = await caller.Send("GET", $"{Calls.Workflows}/{id}/steps/{Uri.EscapeDataString(name)}");

        Assert.Equal(200, (int)answer.Status);
        Assert.Equal(message, answer.Json.GetProperty("output").GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("2")]
    [InlineData("$2")]
    [InlineData("nobody")]
    public async Task Step_ThatIsNot_IsAProblem(string name)
    {
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(TwoSteps);
        var path = $"{Calls.Workflows}/{id}/steps/{Uri.EscapeDataString(name)}";

        (await caller.Send("GET", path)).IsProblem(404, "step-not-found");
        (await caller.Send("PUT", path, "{}")).IsProblem(404, "step-not-found");
        (await caller.Send("PATCH", path, "[]", Patch)).IsProblem(404, "step-not-found");
    }

    [Fact]
    public async Task Patch_WithPathsOfTheMetadata_IsCarriedOutAfterTheEndToo()
    {
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(TwoSteps);
        var path = $"{Calls.Workflows}/{id}/steps/other";

        var answer = await caller.Send("PATCH", path, """
            [ { "op": "add", "path": "/output/blob_1.png", "value": {} },
              { "op": "add", "path": "/output/blob_1.png/hidden", "value": true } ]
            """, Patch);

        Assert.Equal(204, (int)answer.Status);
        Assert.Equal("""{"output":{"blob_1.png":{"hidden":true}}}""", JsonSerializer.Serialize((await caller.Send("GET", path)).Json.GetProperty("metadata")));
        (await caller.Send("PATCH", path, """[{ "op": "add", "path": "/missing/parent", "value": 1 }]""", Patch)).IsProblem(400, "validation").Names("[0].path");
    }

    [Fact]
    public async Task Run_OfAnEndedWorkflow_CannotBeChanged()
    {
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(TwoSteps);
        var path = $"{Calls.Workflows}/{id}/steps/other";

        (await caller.Send("PUT", path, """{ "input": { "message": "late" } }""")).IsProblem(409, "workflow-ended");
        (await caller.Send("PATCH", path, """[{ "op": "replace", "path": "/input/message", "value": "late" }]""", Patch)).IsProblem(409, "workflow-ended");
        (await caller.Send("PATCH", path, """[{ "op": "replace", "path": "/priority", "value": "high" }]""", Patch)).IsProblem(409, "workflow-ended");
        (await caller.Send("PUT", path, """{ "input": { "message": 1 } }""")).IsProblem(400, "validation").Names("input.message");
        Assert.Equal(204, (int)(await caller.Send("PUT", path, """{ "metadata": { "seen": true } }""")).Status);
    }
}
