using System.Text.Json;
using Xunit;

namespace Baton.Tests.Workflows;

public sealed class WorkflowEndpointTests(BatonHost host)
{
    private const string Patch = "application/json-patch+json";

    [Fact]
    public async Task Submit_ThatEndsWithinWait_Is200WithTheOutput()
    {
        using var caller = await host.Caller("ann");

        var answer = await caller.Send("POST", Calls.Workflows + "?wait=30", Calls.Echo("hi", """, "metadata": { "a": 1 }, "tags": ["x"] """));

        Assert.Equal(200, (int)answer.Status);
        var step = answer.Json.GetProperty("steps")[0];
        Assert.Equal("succeeded", answer.Json.GetProperty("status").GetString());
        Assert.Equal("hi", step.GetProperty("output").GetProperty("message").GetString());
        Assert.Equal("0", step.GetProperty("name").GetString());
        Assert.Equal("succeeded", step.GetProperty("jobs")[0].GetProperty("status").GetString());
        Assert.Equal(1, answer.Json.GetProperty("metadata").GetProperty("a").GetInt32());
        Assert.Equal("$type", step.EnumerateObject().First().Name);
        Assert.DoesNotContain("null", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_WithoutWait_IsKeptAndEnds()
    {
        using var caller = await host.Caller("ann");

        var id = await caller.Submitted(Calls.Echo(), "");
        var answer = await caller.Send("GET", $"{Calls.Workflows}/{id}?wait=30");

        Assert.Equal(200, (int)answer.Status);
        Assert.Equal("{}", answer.Json.GetProperty("metadata").GetRawText());
    }

    [Fact]
    public async Task Chain_OfSteps_ShowsResolvedInputs()
    {
        using var caller = await host.Caller("ann");

        var id = await caller.Submitted("""
            { "steps": [
              { "$type": "echo", "name": "first", "input": { "message": "a" } },
              { "$type": "echo", "input": { "message": { "$ref": "first", "path": "output.message" } } } ] }
            """);

        var step = (await caller.Workflow(id)).GetProperty("steps")[1];
        Assert.Equal("a", step.GetProperty("input").GetProperty("message").GetString());
        Assert.Equal("a", step.GetProperty("output").GetProperty("message").GetString());
    }

    [Fact]
    public async Task WhatIf_OfAWorkflow_RunsAndKeepsNothing()
    {
        using var caller = await host.Caller("whatif");

        var answer = await caller.Send("POST", Calls.Workflows + "?whatif=true", Calls.Echo());

        Assert.Equal(200, (int)answer.Status);
        Assert.Equal("unassigned", answer.Json.GetProperty("status").GetString());
        Assert.Equal(0, answer.Json.GetProperty("cost").GetProperty("total").GetInt32());
        Assert.Equal(0, answer.Json.GetProperty("transactions").GetProperty("list").GetArrayLength());
        Assert.Equal("0", answer.Headers["X-Civitai-Cost-Total"]);
        Assert.Equal("yellow=0", answer.Headers["X-Civitai-Cost-By-Currency"]);
        (await caller.Send("GET", $"{Calls.Workflows}/{answer.Json.GetProperty("id").GetString()}")).IsProblem(404, "workflow-not-found");
    }

    [Fact]
    public async Task ExternalId_SubmittedAgain_IsTheSameWorkflow()
    {
        using var caller = await host.Caller("external");
        using var other = await host.Caller("external2");
        var body = Calls.Echo("x", """, "externalId": "order-1" """);

        var first = await caller.Submitted(body);
        var second = await caller.Submitted(body);
        var asked = await caller.Send("POST", Calls.Workflows + "?whatif=true", body);
        var elsewhere = await other.Submitted(body);

        Assert.Equal(first, second);
        Assert.Equal(first, asked.Json.GetProperty("id").GetString());
        Assert.NotEqual(first, elsewhere);
        Assert.Equal("external-order-1", (await caller.Workflow(first)).GetProperty("externalId").GetString());
    }

    [Fact]
    public async Task IdempotencyKey_WithTheSameBody_IsTheSameWorkflow()
    {
        using var caller = await host.Caller("idempotent");

        var first = await caller.Send("POST", Calls.Workflows, Calls.Echo("a"), headers: ("Idempotency-Key", "k1"));
        var again = await caller.Send("POST", Calls.Workflows, Calls.Echo("a"), headers: ("Idempotency-Key", "k1"));
        var other = await caller.Send("POST", Calls.Workflows, Calls.Echo("b"), headers: ("Idempotency-Key", "k1"));
        var bad = await caller.Send("POST", Calls.Workflows, Calls.Echo("b"), headers: ("Idempotency-Key", new string('k', 256)));

        Assert.Equal(first.Json.GetProperty("id").GetString(), again.Json.GetProperty("id").GetString());
        other.IsProblem(409, "idempotency-key-reused");
        Assert.Equal(first.Json.GetProperty("id").GetString(), other.Json.GetProperty("workflowId").GetString());
        bad.IsProblem(400, "validation").Names("Idempotency-Key");
    }

    [Fact]
    public async Task IdempotencyKey_OfADeletedWorkflow_StillGivesTheSameAnswer()
    {
        using var caller = await host.Caller("idempotent2");
        var body = Calls.Echo("a", """, "externalId": "once" """);
        var first = await caller.Send("POST", Calls.Workflows + "?wait=30", body, headers: ("Idempotency-Key", "k1"));
        await caller.Send("DELETE", $"{Calls.Workflows}/{first.Json.GetProperty("id").GetString()}");

        var again = await caller.Send("POST", Calls.Workflows + "?wait=30", body, headers: ("Idempotency-Key", "k1"));
        var other = await caller.Send("POST", Calls.Workflows, Calls.Echo("b"), headers: ("Idempotency-Key", "k1"));
        var withoutKey = await caller.Submitted(body);

        Assert.Equal((first.Status, first.Json.GetProperty("id").GetString()), (again.Status, again.Json.GetProperty("id").GetString()));
        other.IsProblem(409, "idempotency-key-reused");
        Assert.NotEqual(first.Json.GetProperty("id").GetString(), withoutKey);
    }

    [Fact]
    public async Task Ephemeral_OnceEnded_IsGone()
    {
        using var caller = await host.Caller("ann");

        var answer = await caller.Send("POST", Calls.Workflows + "?wait=30", Calls.Echo("x", """, "ephemeral": true """));

        Assert.Equal(200, (int)answer.Status);
        (await caller.Send("GET", $"{Calls.Workflows}/{answer.Json.GetProperty("id").GetString()}")).IsProblem(404, "workflow-not-found");
    }

    [Fact]
    public async Task UnknownMember_OfABody_IsAWarning()
    {
        using var caller = await host.Caller("ann");

        var id = await caller.Submitted(Calls.Echo("x", """, "surprise": 1 """));

        Assert.Contains("surprise", (await caller.Workflow(id)).GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listing_InPages_GivesEachOnceAndEnds()
    {
        using var caller = await host.Caller("pages");
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await caller.Submitted(Calls.Echo(more: $$""", "tags": ["all", "n{{i % 2}}"], "metadata": { "title": "Number {{i}}" } """)));
        }

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await caller.Send("GET", $"{Calls.Workflows}?take=2&tags=all{(cursor is null ? "" : "&cursor=" + cursor)}")).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(w => w.GetProperty("id").GetString()!));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Reverse(ids), seen);
        Assert.Equal(JsonValueKind.Null, (await caller.Send("GET", Calls.Workflows + "?take=5")).Json.GetProperty("next").ValueKind);
        Assert.Equal(ids, await Ids(caller, "?ascending=true"));
        Assert.Equal([ids[3], ids[1]], await Ids(caller, "?tags=all&tags=n1"));
        Assert.Equal([ids[3], ids[1]], await Ids(caller, "?excludeTags=n0"));
        Assert.Equal([ids[2]], await Ids(caller, "?query=number%202"));
        Assert.Empty(await Ids(caller, "?fromDate=2999-01-01"));
    }

    [Fact]
    public async Task Update_OfMetadataAndTags_ReplacesThem()
    {
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(Calls.Echo(more: """, "metadata": { "a": 1 }, "tags": ["x"] """));

        var silent = await caller.Send("PUT", $"{Calls.Workflows}/{id}", """{ "metadata": { "b": 2 } }""");
        var shown = await caller.Send("PUT", $"{Calls.Workflows}/{id}", """{ "tags": ["y", "z"] }""", headers: ("Prefer", "return=representation"));

        Assert.Equal(204, (int)silent.Status);
        Assert.Equal(200, (int)shown.Status);
        Assert.Equal("""{"b":2}""", JsonSerializer.Serialize(shown.Json.GetProperty("metadata")));
        Assert.Equal("""["y","z"]""", shown.Json.GetProperty("tags").GetRawText());
        (await caller.Send("PUT", $"{Calls.Workflows}/{id}", """{ "metadata": 1, "tags": ["a", "a"], "status": "succeeded" }"""))
            .IsProblem(400, "validation").Names("metadata").Names("tags[1]").Names("status");
    }

    [Fact]
    public async Task Cancel_OfAnEndedWorkflow_IsRefused()
    {
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(Calls.Echo());

        var answer = await caller.Send("PUT", $"{Calls.Workflows}/{id}", """{ "status": "canceled" }""");

        answer.IsProblem(409, "workflow-ended");
    }

    [Fact]
    public async Task Patch_OfTheFourRoots_IsCarriedOut()
    {
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(Calls.Echo(more: """, "metadata": { "a": { "b": 1 } }, "tags": ["x"] """));

        var answer = await caller.Send("PATCH", $"{Calls.Workflows}/{id}", """
            [ { "op": "test", "path": "/metadata/a/b", "value": 1 },
              { "op": "add", "path": "/metadata/a/c", "value": [1] },
              { "op": "remove", "path": "/metadata/a/b", "value": "stray" },
              { "op": "add", "path": "/tags/-", "value": "y" },
              { "op": "add", "path": "/allowMatureContent", "value": true } ]
            """, Patch);

        Assert.Equal(204, (int)answer.Status);
        var workflow = await caller.Workflow(id);
        Assert.Equal("""{"a":{"c":[1]}}""", JsonSerializer.Serialize(workflow.GetProperty("metadata")));
        Assert.Equal("""["x","y"]""", workflow.GetProperty("tags").GetRawText());
        Assert.True(workflow.GetProperty("allowMatureContent").GetBoolean());
    }

    [Theory]
    [InlineData("""[{ "op": "replace", "path": "/id", "value": "x" }]""", 400, "[0].path")]
    [InlineData("""[{ "op": "add", "path": "/metadata/no/way", "value": 1 }]""", 400, "[0].path")]
    [InlineData("""[{ "op": "replace", "path": "/status", "value": "failed" }]""", 400, "status")]
    [InlineData("""[{ "op": "remove", "path": "/status" }]""", 400, "status")]
    [InlineData("""[{ "op": "replace", "path": "/metadata", "value": 1 }]""", 400, "metadata")]
    [InlineData("""[{ "op": "add", "path": "/tags/-", "value": 1 }]""", 400, "tags[0]")]
    [InlineData("""{}""", 400, "$")]
    [InlineData("""[{ "op": "test", "path": "/tags", "value": ["z"] }]""", 409, null)]
    public async Task Patch_ThatCannotBe_ChangesNothing(string patch, int status, string? path)
    {
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(Calls.Echo());

        var answer = await caller.Send("PATCH", $"{Calls.Workflows}/{id}", patch, Patch);

        answer.IsProblem(status, status == 409 ? "patch-test-failed" : "validation");
        _ = path is null ? answer : answer.Names(path);
    }

    [Fact]
    public async Task Tags_AddedAllAtOnce_AreAllThere()
    {
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(Calls.Echo());

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => caller.Send("POST", $"{Calls.Workflows}/{id}/tags", $"\"t{i}\"")));

        Assert.All(answers, a => Assert.Equal(204, (int)a.Status));
        Assert.Equal(10, (await caller.Workflow(id)).GetProperty("tags").GetArrayLength());
        (await caller.Send("POST", $"{Calls.Workflows}/{id}/tags", "\"one more\"")).IsProblem(400, "validation");
        (await caller.Send("POST", $"{Calls.Workflows}/{id}/tags", "7")).IsProblem(400, "validation");
    }

    // An ended workflow leaves memory after each call; calls that come at that very moment must find it all the same.
    [Fact]
    public async Task Workflow_ThatHasEnded_CalledBySeveralAtOnceAgainAndAgain_AnswersAll()
    {
        using var caller = await host.Caller("ann");
        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => caller.Submitted(Calls.Echo())));

        for (var round = 0; round < 25; round++)
        {
            var answers = await Task.WhenAll(ids.SelectMany(id => Enumerable.Range(0, 6).Select(_ => caller.Send("POST", $"{Calls.Workflows}/{id}/tags", "\"t\""))));
            Assert.All(answers, answer => Assert.Equal(204, (int)answer.Status));
        }
    }

    [Theory]
    [InlineData("a b/c")]
    [InlineData("/")]
    [InlineData("100%2Fday")]
    [InlineData("ü+?&=#%")]
    public async Task Tag_OfAnyCharacters_IsRemovedByItsEscapedText(string tag)
    {
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(Calls.Echo(more: $$""", "tags": [{{JsonSerializer.Serialize(tag)}}, "kept"] """));

        await caller.Send("DELETE", $"{Calls.Workflows}/{id}/tags/{Uri.EscapeDataString(tag)}?unused=/");

        Assert.Equal("""["kept"]""", (await caller.Workflow(id)).GetProperty("tags").GetRawText());
    }

    [Fact]
    public async Task Tags_Removed_AreGone()
    {
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(Calls.Echo(more: """, "tags": ["a b/c", "d", "e"] """));

        await caller.Send("DELETE", $"{Calls.Workflows}/{id}/tags/{Uri.EscapeDataString("d")}");
        var one = (await caller.Workflow(id)).GetProperty("tags").GetRawText();
        await caller.Send("DELETE", $"{Calls.Workflows}/{id}/tags");
        var none = (await caller.Workflow(id)).GetProperty("tags").GetRawText();

        Assert.Equal("""["a b/c","e"]""", one);
        Assert.Equal("[]", none);
    }

    [Fact]
    public async Task Delete_OfAWorkflow_MakesItGone()
    {
        using var caller = await host.Caller("deleting");
        var id = await caller.Submitted(Calls.Echo());

        var answer = await caller.Send("DELETE", $"{Calls.Workflows}/{id}");

        Assert.Equal(204, (int)answer.Status);
        (await caller.Send("GET", $"{Calls.Workflows}/{id}")).IsProblem(404, "workflow-not-found");
        Assert.Empty(await Ids(caller, ""));
    }

    [Theory]
    [InlineData("PUT", "", "application/json", """{"metadata":{"a":1}}""")]
    [InlineData("PUT", "", "application/json", """{"status":"canceled"}""")]
    [InlineData("PATCH", "", "application/json-patch+json", """[{"op":"add","path":"/metadata/a","value":1}]""")]
    [InlineData("POST", "/tags", "application/json", "\"a\"")]
    [InlineData("DELETE", "/tags", "application/json", null)]
    [InlineData("DELETE", "/tags/a", "application/json", null)]
    [InlineData("GET", "/steps/0", "application/json", null)]
    [InlineData("PUT", "/steps/0", "application/json", """{"metadata":{"a":1}}""")]
    [InlineData("PATCH", "/steps/0", "application/json-patch+json", """[{"op":"add","path":"/a","value":1}]""")]
    public async Task Anything_OfADeletedWorkflow_IsNotFound(string method, string under, string contentType, string? body)
    {
        using var caller = await host.Caller("haunting");
        var id = await caller.Submitted(Calls.Echo());
        await caller.Send("DELETE", $"{Calls.Workflows}/{id}");

        var answer = await caller.Send(method, $"{Calls.Workflows}/{id}{under}", body, contentType);

        answer.IsProblem(404, "workflow-not-found");
    }

    [Fact]
    public async Task Metadata_AsDeepAsABodyMayBe_ComesBackAndDoesNotSpoilTheList()
    {
        using var caller = await host.Caller("digging");
        var deep = string.Concat(Enumerable.Repeat("""{"a":""", 60)) + "1" + new string('}', 60);
        var id = await caller.Submitted("""{"steps":[{"$type":"echo","input":{"message":"a"},"metadata":""" + deep + "}]}");

        var listed = await caller.Send("GET", Calls.Workflows);

        using var page = JsonDocument.Parse(listed.Text, new JsonDocumentOptions { MaxDepth = 100 });
        var workflow = page.RootElement.GetProperty("items")[0];
        Assert.Equal(id, workflow.GetProperty("id").GetString());
        Assert.Equal(deep, workflow.GetProperty("steps")[0].GetProperty("metadata").GetRawText());
    }

    [Fact]
    public async Task Delete_OfADeletedWorkflow_IsNoFault()
    {
        using var caller = await host.Caller("haunting");
        var id = await caller.Submitted(Calls.Echo());
        await caller.Send("DELETE", $"{Calls.Workflows}/{id}");

        var again = await caller.Send("DELETE", $"{Calls.Workflows}/{id}");

        Assert.Equal(204, (int)again.Status);
    }

    private static async Task<string[]> Ids(HttpClient caller, string query) =>
        [.. (await caller.Send("GET", Calls.Workflows + query)).Json.GetProperty("items").EnumerateArray().Select(w => w.GetProperty("id").GetString()!)];
}
