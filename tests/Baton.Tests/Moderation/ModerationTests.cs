using System.Net;
using Baton.Tests.Workers;
using Microsoft.Extensions.Options;
using Xunit;

namespace Baton.Tests.Moderation;

/// <summary>What becomes of jobs whose texts somebody has something against, over HTTP.</summary>
public sealed class ModerationTests
{
    private const string Both = """[{ "type": "echo" }, { "type": "textToSpeech" }]""";

    [Fact]
    public async Task Job_WhoseTextIsBlocked_FailsWithTheReasonAndIsNeverOffered()
    {
        using var rules = new AFileOfRules();
        await using var host = await HeldHost.Run(slots: 0, rules.Settings);
        using var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);

        var answer = await caller.Send("POST", Calls.Workflows + "?wait=30", """{ "steps": [{ "$type": "echo", "retries": 2, "input": { "message": "How do I build a Pipe-Bomb?" } }] }""");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var job = Assert.Single(answer.Json.GetProperty("steps")[0].GetProperty("jobs").EnumerateArray());
        Assert.Equal("failed", job.GetProperty("status").GetString());
        Assert.Equal("blocked", job.GetProperty("reason").GetString());
        Assert.Equal("The text at 'message' falls under 'weapons', which is not allowed here.", job.GetProperty("blockedReason").GetString());
        Assert.Equal("failed", answer.Json.GetProperty("status").GetString());
        Assert.Empty(await worker.Claim(wait: 0));
        await caller.Submitted(Calls.Echo("How do I build a shed?"), query: "");
        await worker.ClaimOne();
    }

    [Fact]
    public async Task Job_WhoseTextAnEarlierStepMade_IsBlockedAndItsDependentsCanceled()
    {
        using var rules = new AFileOfRules();
        await using var host = await HeldHost.Run(slots: 0, rules.Settings);
        using var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        var id = await caller.Submitted("""
            { "steps": [
              { "$type": "echo", "name": "a", "input": { "message": "fine" } },
              { "$type": "echo", "name": "b", "input": { "message": { "$ref": "a", "path": "output.message" } } },
              { "$type": "echo", "name": "c", "input": { "message": { "$ref": "b", "path": "output.message" } } }] }
            """, query: "");

        await worker.Complete(await worker.ClaimOne(), """{ "message": "a pipe bomb" }""");

        var steps = (await caller.Workflow(id)).GetProperty("steps");
        Assert.Equal(["succeeded", "failed", "canceled"], steps.EnumerateArray().Select(step => step.GetProperty("status").GetString()));
        Assert.Equal("blocked", steps[1].GetProperty("jobs")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task RecipeCall_ThatIsBlocked_IsA422WithTheReason()
    {
        using var rules = new AFileOfRules();
        await using var host = await HeldHost.Run(slots: 1, rules.Settings);
        using var caller = await host.Caller("ann");

        var answer = await caller.Send("POST", "/v2/consumer/recipes/echo", """{ "message": "pipe bomb" }""");

        answer.IsProblem(422, "recipe-blocked");
        Assert.Contains("'weapons'", answer.Json.GetProperty("blockedReason").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("workflows", """{ "allowMatureContent": false, "steps": [{ "$type": "echo", "input": { "message": "a nude" } }] }""", "steps[0].input.message")]
    [InlineData("workflows?whatif=true", """{ "allowMatureContent": false, "steps": [{ "$type": "echo", "input": { "message": "a nude" } }] }""", "steps[0].input.message")]
    [InlineData("recipes/echo?allowMatureContent=false", """{ "message": "a nude" }""", "'message'")]
    public async Task Submit_OfMatureTextWhereThatIsNotAllowed_IsA403(string path, string body, string place)
    {
        using var rules = new AFileOfRules();
        await using var host = await HeldHost.Run(slots: 0, rules.Settings);
        using var caller = await host.Caller("ann");

        var answer = await caller.Send("POST", "/v2/consumer/" + path, body);

        answer.IsProblem(403, "mature-content-not-permitted");
        Assert.Contains(place, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("'nudity'", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_OfMatureTextByATierWithout_IsA403AndOtherTextsAreTaken()
    {
        using var rules = new AFileOfRules();
        await using var host = await HeldHost.Run(slots: 0, [.. rules.Settings, new("Tiers:Definitions:tame:MatureContent", "false"), new("Tiers:Accounts:ann", "tame")]);
        using var caller = await host.Caller("ann");
        await HandWorker.Register(host);

        var mature = await caller.Send("POST", Calls.Workflows, Calls.Echo("a nude"));
        var tame = await caller.Send("POST", Calls.Workflows, Calls.Echo("a denuded hill"));

        mature.IsProblem(403, "mature-content-not-permitted");
        Assert.Equal(HttpStatusCode.Accepted, tame.Status);
        Assert.False(tame.Json.GetProperty("allowMatureContent").GetBoolean());
    }

    [Fact]
    public async Task Submit_OfMatureText_IsTakenUnlessForbidden()
    {
        using var rules = new AFileOfRules();
        await using var host = await HeldHost.Run(slots: 0, rules.Settings);
        using var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);

        var id = await caller.Submitted(Calls.Echo("a nude"), query: "");
        await worker.Complete(await worker.ClaimOne());

        var workflow = await caller.Workflow(id);
        Assert.Equal("succeeded", workflow.GetProperty("status").GetString());
        Assert.Equal("r", workflow.GetProperty("nsfwLevel").GetString());
    }

    [Fact]
    public async Task Output_FoundMatureLater_IsWithheldUntilTheWorkflowAllowsIt()
    {
        using var rules = new AFileOfRules();
        await using var host = await HeldHost.Run(slots: 0, rules.Settings);
        using var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host, capabilities: Both);

        var speech = await MatureSpeech.Make(caller, worker);

        var withheld = await speech.Shown(caller);
        Assert.Equal("r", withheld.GetProperty("nsfwLevel").GetString());
        Assert.False(withheld.GetProperty("available").GetBoolean());
        Assert.NotEmpty(withheld.GetProperty("blockedReason").GetString()!);
        Assert.False(withheld.TryGetProperty("url", out _) || withheld.TryGetProperty("urlExpiresAt", out _));
        (await caller.Send("GET", $"/v2/consumer/blobs/{speech.BlobId}")).IsProblem(403, "blob-blocked");
        (await caller.Send("POST", $"/v2/consumer/blobs/{speech.BlobId}/refresh")).IsProblem(403, "blob-blocked");

        await caller.Send("PUT", $"{Calls.Workflows}/{speech.WorkflowId}", """{ "allowMatureContent": true }""");
        var released = await speech.Shown(caller);
        using var anonymous = new HttpClient();
        Assert.Equal(44, (await anonymous.GetByteArrayAsync(new Uri(released.GetProperty("url").GetString()!), BatonHost.Stop)).Length);
        Assert.Equal(HttpStatusCode.OK, (await caller.Send("POST", $"/v2/consumer/blobs/{speech.BlobId}/refresh")).Status);
        var hidden = (await caller.Send("GET", $"{Calls.Workflows}/{speech.WorkflowId}?hideMatureContent=true")).Json.GetProperty("steps")[1].GetProperty("output").GetProperty("audioBlob");
        Assert.False(hidden.TryGetProperty("url", out _));
    }

    [Fact]
    public async Task ExternalModerator_IsAskedWithEveryTextAndItsToken()
    {
        await using var moderator = await ExternalModerator.Run();
        var token = Path.GetTempFileName();
        await File.WriteAllTextAsync(token, "s3cret\n", BatonHost.Stop);
        await using var host = await HeldHost.Run(slots: 0, [.. moderator.Settings, new("Moderation:TokenFile", token)]);
        using var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);

        var id = await caller.Submitted(Calls.Echo("hello"), query: "");
        await worker.Complete(await worker.ClaimOne());

        // A workflow that is loaded again in that moment, as when a worker registers, asks once more.
        var (question, authorization) = Assert.Single(moderator.Asked.Select(asked => (Question: asked.Item1.GetRawText(), Authorization: asked.Item2)).Distinct());
        File.Delete(token);
        Assert.Equal("Bearer s3cret", authorization);
        Assert.Equal($$"""{"jobId":"{{id.Replace("wf_", "job_", StringComparison.Ordinal)}}_0_0","account":"ann","stepType":"echo","texts":[{"path":"message","text":"hello"}]}""", question);
        Assert.Equal("succeeded", (await caller.Workflow(id)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task ExternalModerator_ThatBlocks_EndsTheJobWithItsReason()
    {
        await using var moderator = await ExternalModerator.Run();
        moderator.Verdict = (200, """{ "verdict": "block", "reason": "It asks for a weapon." }""");
        await using var host = await HeldHost.Run(slots: 1, moderator.Settings);
        using var caller = await host.Caller("ann");

        var job = (await caller.Send("POST", Calls.Workflows + "?wait=30", Calls.Echo())).Json.GetProperty("steps")[0].GetProperty("jobs")[0];

        Assert.Equal("blocked", job.GetProperty("reason").GetString());
        Assert.Equal("It asks for a weapon.", job.GetProperty("blockedReason").GetString());
    }

    [Theory]
    [InlineData(503, "{}", "The moderator answered 503.")]
    [InlineData(302, "{}", "The moderator answered 302.")]
    [InlineData(200, "oops", "The moderator did not answer with a verdict.")]
    [InlineData(200, """{ "verdict": "maybe" }""", "The moderator did not answer with a verdict.")]
    [InlineData(200, """{ "verdict": "rate", "nsfwLevel": "17" }""", "The moderator did not answer with a verdict.")]
    [InlineData(200, "null", "The moderator did not answer with a verdict.")]
    public async Task ExternalModerator_ThatFails_KeepsTheJobWaitingUntilItAnswers(int status, string body, string words)
    {
        await using var moderator = await ExternalModerator.Run();
        moderator.Verdict = (status, body);
        await using var host = await HeldHost.Run(slots: 0, moderator.Settings);
        using var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        var id = await caller.Submitted(Calls.Echo(), query: "");
        await moderator.Question();
        await moderator.Question();

        var explained = (await caller.Send("GET", $"{Calls.Workflows}/{id}/explain")).Json.GetProperty("steps")[0].GetProperty("jobs")[0].GetProperty("summary").GetString();
        Assert.Empty(await worker.Claim(wait: 0));
        moderator.Verdict = (200, """{ "verdict": "allow" }""");
        await worker.Complete(await worker.ClaimOne());

        Assert.Equal("Waits for moderation, which is asked again and again. " + words, explained);
        Assert.Equal("succeeded", (await caller.Workflow(id)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task ExternalModerator_ThatIsNotThere_LetsJobsThroughOnlyWhenToldSo()
    {
        KeyValuePair<string, string?> nobody = new("Moderation:Url", "http://127.0.0.1:9/");
        await using var open = await HeldHost.Run(slots: 0, [nobody, new("Moderation:FailOpen", "true")]);
        await using var closed = await HeldHost.Run(slots: 0, [nobody, new("Submissions:StepTimeoutDefault", "00:00:02"), new("WakeUps:Interval", "00:00:00.100")]);
        using var through = await open.Caller("ann");
        using var kept = await closed.Caller("ann");
        var worker = await HandWorker.Register(open);
        await HandWorker.Register(closed);

        await through.Submitted(Calls.Echo(), query: "");
        await worker.ClaimOne();
        var job = (await kept.Send("POST", Calls.Workflows + "?wait=60", Calls.Echo())).Json.GetProperty("steps")[0].GetProperty("jobs")[0];

        Assert.Equal("expired", job.GetProperty("status").GetString());
        Assert.Equal("timeout", job.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Job_ThatWaitsForTheModerator_IsLookedAtAgainAfterARestart()
    {
        await using var moderator = await ExternalModerator.Run();
        moderator.Verdict = (503, "");
        var host = await HeldHost.Run(slots: 0, moderator.Settings);
        var caller = await host.Caller("ann");
        await HandWorker.Register(host);
        var id = await caller.Submitted(Calls.Echo(), query: "");
        await moderator.Question();

        host = await host.Restart(moderator.Settings);
        await using (host)
        {
            moderator.Verdict = (200, """{ "verdict": "block", "reason": "No." }""");
            Assert.Equal("failed", (await caller.Send("GET", $"{Calls.Workflows}/{id}?wait=60")).Json.GetProperty("status").GetString());
        }

        caller.Dispose();
    }

    [Theory]
    [InlineData("""{ "rules": [{ "category": "x", "patterns": ["(?<=a)b"] }] }""", "rules[0].patterns[0]: '(?<=a)b' is not taken")]
    [InlineData("""{ "rules": [{ "category": "x", "phrases": ["ok", "--"] }] }""", "rules[0].phrases[1]: the phrase '--' has no letter and no digit.")]
    [InlineData("""{ "rules": [{ "phrases": ["ok"] }] }""", "rules[0].category: a rule needs a category")]
    [InlineData("""{ "rules": [{ "category": "x" }] }""", "rules[0]: a rule needs phrases or patterns.")]
    [InlineData("""{ "rules": [{ "category": "x", "phrase": "ok" }] }""", "rules[0].phrase: line 1: this is not a file of rules")]
    [InlineData("""{ "rules": [{ "category": "x", "phrases": ["a"], "rating": "naughty" }] }""", "rules[0].rating: line 1: this is not a file of rules")]
    [InlineData("{", "line 1: this is not a file of rules")]
    public async Task RulesFile_WithAFault_StopsTheServerAtStartAndNamesThePlace(string content, string words)
    {
        using var rules = new AFileOfRules(content);

        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => HeldHost.Run(slots: 0, rules.Settings));

        Assert.Contains($"Moderation:RulesFile: {rules.Path}: {words}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_ThatNameWhatIsNotThere_StopTheServerAtStart()
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => HeldHost.Run(slots: 0,
            [new("Moderation:RulesFile", "/nowhere/rules.json"), new("Moderation:TokenFile", "/nowhere/token"), new("Moderation:Url", "ftp://example.org")]));

        Assert.Equal(3, fault.Failures.Count());
    }

    [Fact]
    public async Task Guide_OfTheRules_ShowsAFileThatIsTaken()
    {
        var guide = await File.ReadAllTextAsync(Path.Combine(Docs.Checkout.Root, "docs", "guides", "moderation.md"), BatonHost.Stop);
        var file = guide.Split("```json")[1].Split("```")[0];
        using var rules = new AFileOfRules(file);
        await using var host = await HeldHost.Run(slots: 0, rules.Settings);
        using var caller = await host.Caller("ann");
        await HandWorker.Register(host, capabilities: Both);

        var job = (await caller.Send("POST", Calls.Workflows + "?wait=30",
            """{ "steps": [{ "$type": "textToSpeech", "input": { "text": "My number is 078-05-1120." } }] }""")).Json.GetProperty("steps")[0].GetProperty("jobs")[0];

        Assert.Equal("blocked", job.GetProperty("reason").GetString());
    }
}
