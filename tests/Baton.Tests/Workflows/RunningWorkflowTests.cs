using System.Net;
using System.Text.Json;
using Baton.Client.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Baton.Tests.Workflows;

/// <summary>What callers see and may do while a workflow runs.</summary>
public sealed class RunningWorkflowTests
{
    private const string Patch = "application/json-patch+json";
    private const string Recipe = "/v2/consumer/recipes/echo";

    [Fact]
    public async Task Wait_ThatRunsOut_Is202WithTheWorkflowAsItIs()
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");

        var answer = await caller.Send("POST", Calls.Workflows + "?wait=1", Calls.Echo());

        Assert.Equal(202, (int)answer.Status);
        Assert.Equal("processing", answer.Json.GetProperty("status").GetString());
        Assert.Equal(0, answer.Json.GetProperty("steps")[0].GetProperty("estimatedProgressRate").GetDouble());
        Assert.Equal(202, (int)(await caller.Send("GET", $"{Calls.Workflows}/{answer.Json.GetProperty("id").GetString()}")).Status);
    }

    [Fact]
    public async Task Wait_UntilCompletion_AnswersWhenTheWorkflowEnds()
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(Calls.Echo(), "");
        var job = await host.Jobs.Next();

        var waiting = caller.Send("GET", $"{Calls.Workflows}/{id}?wait=99999999999999999999");
        job.Succeed();
        var answer = await waiting;

        Assert.Equal(200, (int)answer.Status);
        Assert.Equal("succeeded", answer.Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Wait_UntilChange_AnswersWhenAStepGoesOn()
    {
        await using var host = await HeldHost.Run(slots: 1, [new("InProcessWorkers:ProgressInterval", "00:00:00.050")]);
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(Calls.Echo(), "");
        var job = await host.Jobs.Next();

        var waiting = caller.Send("GET", $"{Calls.Workflows}/{id}?wait=60&until=change");
        for (var report = 1; report <= 400 && !waiting.IsCompleted; report++)
        {
            // Whenever the wait begins, there is progress after that, and long before the wait runs out.
            job.Context.Report(report / 400.0);
            await Task.WhenAny(waiting, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, BatonHost.Stop));
        }

        Assert.True(waiting.IsCompleted);
        var answer = await waiting;
        Assert.Equal(202, (int)answer.Status);
        Assert.Equal("processing", answer.Json.GetProperty("steps")[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task Step_BeforeAndAfterItsStart_CanAndCannotBeChanged()
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");
        await caller.Submitted(Calls.Echo(), "");
        var first = await host.Jobs.Next();
        var path = $"{Calls.Workflows}/{await caller.Submitted(Calls.Echo("before"), "")}/steps/0";

        var early = await caller.Send("PATCH", path, """[{ "op": "replace", "path": "/input/message", "value": "after" }, { "op": "add", "path": "/priority", "value": "high" }]""", Patch);
        first.Succeed();
        var second = await host.Jobs.Next();
        var late = await caller.Send("PUT", path, """{ "input": { "message": "late" } }""");
        var metadata = await caller.Send("PATCH", path, """[{ "op": "add", "path": "/seen", "value": true }]""", Patch);

        Assert.Equal(204, (int)early.Status);
        Assert.Equal("after", second.Input.GetProperty("message").GetString());
        late.IsProblem(409, "step-started");
        Assert.Equal(204, (int)metadata.Status);
        Assert.Equal("""{"seen":true}""", JsonSerializer.Serialize((await caller.Send("GET", path)).Json.GetProperty("metadata")));
    }

    [Theory]
    [InlineData("PUT", """{ "status": "Canceled" }""", "application/json")]
    [InlineData("PATCH", """[{ "op": "replace", "path": "/status", "value": "canceled" }]""", Patch)]
    public async Task Cancel_OfARunningWorkflow_StopsItsJob(string method, string body, string contentType)
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(Calls.Echo(), "");
        var job = await host.Jobs.Next();

        var answer = await caller.Send(method, $"{Calls.Workflows}/{id}", body, contentType);

        Assert.Equal(204, (int)answer.Status);
        await job.Stopped.Task.WaitAsync(TimeSpan.FromSeconds(60), BatonHost.Stop);
        var workflow = await caller.Workflow(id);
        Assert.Equal("canceled", workflow.GetProperty("status").GetString());
        Assert.Equal("canceled", workflow.GetProperty("steps")[0].GetProperty("jobs")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task RecipeCall_ThatTheCallerDrops_CancelsTheWorkflow()
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");
        using var hangUp = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, Recipe) { Content = new StringContent("""{ "message": "x" }""", null, "application/json") };

        var call = caller.SendAsync(request, hangUp.Token);
        var job = await host.Jobs.Next();
        await hangUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await job.Stopped.Task.WaitAsync(TimeSpan.FromSeconds(60), BatonHost.Stop);
        Assert.Equal("canceled", (await caller.Send("GET", $"{Calls.Workflows}/{job.Context.WorkflowId}?wait=60")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task RecipeCall_WhoseWorkflowIsCanceled_IsAProblem()
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");

        var call = caller.Send("POST", Recipe, """{ "message": "x" }""");
        var job = await host.Jobs.Next();

        // A job that may run twice begins before its workflow is on disk; until then nobody was told of it, and it cannot be found.
        Answer canceled;
        do
        {
            canceled = await caller.Send("PUT", $"{Calls.Workflows}/{job.Context.WorkflowId}", """{ "status": "canceled" }""");
        }
        while (canceled.Status == HttpStatusCode.NotFound);

        var answer = await call;

        Assert.Equal(HttpStatusCode.NoContent, canceled.Status);
        answer.IsProblem(409, "recipe-canceled");
        Assert.Equal("canceled", answer.Json.GetProperty("reason").GetString());
        Assert.Equal(job.Context.WorkflowId, answer.Json.GetProperty("workflowId").GetString());
        Assert.Equal(job.Context.WorkflowId, answer.Headers["X-Workflow-Id"]);
    }

    [Theory]
    [InlineData(JobFailure.Blocked, 422, "recipe-blocked", "blocked")]
    [InlineData(JobFailure.Rejected, 503, "no-provider-available", "no_provider_available")]
    [InlineData(JobFailure.Invalid, 502, "recipe-failed", null)]
    public async Task RecipeCall_ThatFails_IsTheProblemOfItsReason(JobFailure kind, int status, string code, string? reason)
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");

        var call = caller.Send("POST", Recipe, """{ "message": "x" }""");
        (await host.Jobs.Next()).Fail(kind, "The reason in words.");
        var answer = await call;

        answer.IsProblem(status, code);
        Assert.Equal(reason, answer.Json.TryGetProperty("reason", out var given) ? given.GetString() : null);
        if (kind == JobFailure.Blocked)
        {
            Assert.Equal("The reason in words.", answer.Json.GetProperty("blockedReason").GetString());
        }
    }

    [Fact]
    public async Task FailedStep_OfAWorkflow_SaysWhyInWords()
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(Calls.Echo(), "");
        (await host.Jobs.Next()).Fail(JobFailure.Invalid, "The picture is broken.");

        var workflow = (await caller.Send("GET", $"{Calls.Workflows}/{id}?wait=60")).Json;

        var job = workflow.GetProperty("steps")[0].GetProperty("jobs")[0];
        Assert.Equal("failed", workflow.GetProperty("status").GetString());
        Assert.Equal("The picture is broken.", job.GetProperty("detail").GetString());
        Assert.False(workflow.GetProperty("steps")[0].TryGetProperty("output", out _));
    }

    [Fact]
    public async Task Delete_OfARunningWorkflow_StopsAndHidesIt()
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(Calls.Echo(), "");
        var job = await host.Jobs.Next();

        var answer = await caller.Send("DELETE", $"{Calls.Workflows}/{id}");

        Assert.Equal(204, (int)answer.Status);
        await job.Stopped.Task.WaitAsync(TimeSpan.FromSeconds(60), BatonHost.Stop);
        (await caller.Send("GET", $"{Calls.Workflows}/{id}?wait=5")).IsProblem(404, "workflow-not-found");
    }

    [Fact]
    public async Task RecipeCall_ThatOutlivesTheLimit_Is202WithTheWorkflowsAddress()
    {
        await using var host = await HeldHost.Run(slots: 1, [new("Requests:WaitMax", "00:00:01")]);
        using var caller = await host.Caller("ann");

        var answer = await caller.Send("POST", Recipe, """{ "message": "x" }""");

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal($"{Calls.Workflows}/{answer.Headers["X-Workflow-Id"]}", answer.Headers["Location"]);
    }

    [Fact]
    public async Task Wait_OfAnyLength_EndsBeforeTheHundredSecondsThatARequestMayLast()
    {
        var time = new WatchedTime(waitFor: TimeSpan.FromSeconds(95));
        await using var host = await HeldHost.Run(slots: 1, [], services => services
            .AddSingleton<TimeProvider>(time)
            .AddLogging(logging => logging.AddFilter("Orleans", LogLevel.None))); // It complains of a clock that jumps.
        using var caller = await host.Caller("ann");

        var submitting = caller.Send("POST", Calls.Workflows + "?wait=100000", Calls.Echo());
        await time.TimerMade.WaitAsync(BatonHost.Stop);
        time.Advance(TimeSpan.FromSeconds(94));
        var isAnsweredEarly = submitting.IsCompleted;
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(isAnsweredEarly);
        Assert.Equal(HttpStatusCode.Accepted, (await submitting).Status);
    }

    [Fact]
    public async Task Wait_BeyondTheLimit_EndsAtTheLimitWith202()
    {
        await using var host = await HeldHost.Run(slots: 1, [new("Requests:WaitMax", "00:00:01")]);
        using var caller = await host.Caller("ann");

        var answer = await caller.Send("POST", Calls.Workflows + "?wait=100000", Calls.Echo());

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
    }

    [Fact]
    public async Task Wait_ForAnEphemeralWorkflowThatHasEnded_IsNotFoundAsWithoutAWait()
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");
        var submitting = caller.Send("POST", Calls.Workflows + "?wait=60", Calls.Echo(more: """, "ephemeral": true"""));
        var job = await host.Jobs.Next();
        var id = job.Context.WorkflowId;
        job.Succeed();

        Assert.Equal("succeeded", (await submitting).Json.GetProperty("status").GetString());
        (await caller.Send("GET", $"{Calls.Workflows}/{id}")).IsProblem(404, "workflow-not-found");
        (await caller.Send("GET", $"{Calls.Workflows}/{id}?wait=60")).IsProblem(404, "workflow-not-found");
    }

    [Fact]
    public async Task ExternalId_OfADeletedWorkflow_BeginsANewOne()
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");
        var body = Calls.Echo(more: """, "externalId": "order-7" """);
        var first = await caller.Submitted(body, query: "");
        Assert.Equal(first, await caller.Submitted(body, query: ""));
        await caller.Send("DELETE", $"{Calls.Workflows}/{first}");

        Assert.NotEqual(first, await caller.Submitted(body, query: ""));
    }
}
