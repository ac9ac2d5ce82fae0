using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Baton.Client;
using Baton.Client.Retries;
using Baton.Contracts.Workflows;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Baton.Tests.Client;

/// <summary>Which faults are tried again, after which pauses, by the client's own clock.</summary>
public sealed class RetryTests
{
    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.Zero };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AServerThatIsAway_IsAskedFiveTimesWithPausesThatDouble()
    {
        var faults = new FaultHandler(_time, _ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));

        await Assert.ThrowsAsync<BatonProblemException>(() => Run(faults, client => client.Get("wf_1", cancellationToken: Cancellation)));

        Assert.Equal([0.5, 1, 2, 4], faults.Pauses.Select(pause => pause.TotalSeconds));
    }

    [Fact]
    public async Task APause_IsARandomPartOfTheLongestAndNeverBeyondTheMaximum()
    {
        var faults = new FaultHandler(_time, _ => throw new HttpRequestException("refused"));
        var options = Options() with { PauseFirst = TimeSpan.FromSeconds(20), Random = () => 0.999 };

        await Assert.ThrowsAsync<HttpRequestException>(() => Run(faults, client => client.Get("wf_1", cancellationToken: Cancellation), options));

        Assert.Equal([19.98, 29.97, 29.97, 29.97], faults.Pauses.Select(pause => Math.Round(pause.TotalSeconds, 2)));
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(600, 30)]
    public async Task RetryAfter_IsObeyedUpToTheMaximum(int asked, int waited)
    {
        var faults = new FaultHandler(_time, attempt => attempt == 0 ? Busy(new RetryConditionHeaderValue(TimeSpan.FromSeconds(asked))) : Workflow());

        await Run(faults, client => client.Get("wf_1", cancellationToken: Cancellation));

        Assert.Equal([waited], faults.Pauses.Select(pause => pause.TotalSeconds));
    }

    [Fact]
    public async Task RetryAfter_AsADate_IsObeyed()
    {
        var at = _time.GetUtcNow() + TimeSpan.FromSeconds(7);
        var faults = new FaultHandler(_time, attempt => attempt == 0 ? Busy(new RetryConditionHeaderValue(at)) : Workflow());

        await Run(faults, client => client.Get("wf_1", cancellationToken: Cancellation));

        Assert.Equal([7], faults.Pauses.Select(pause => Math.Round(pause.TotalSeconds)));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Conflict)]
    public async Task WhatNoRetryHelps_IsToldAtOnce(HttpStatusCode status)
    {
        var faults = new FaultHandler(_time, _ => new HttpResponseMessage(status));

        await Assert.ThrowsAsync<BatonProblemException>(() => Run(faults, client => client.Get("wf_1", cancellationToken: Cancellation)));

        Assert.Empty(faults.Pauses);
    }

    [Fact]
    public async Task ASubmit_WhoseAnswerWasLost_IsRepeatedUnderTheSameExternalId()
    {
        var faults = new FaultHandler(_time, attempt => attempt < 2 ? throw new HttpRequestException("reset") : Workflow());

        await Run(faults, client => client.Submit(new WorkflowTemplate { Steps = [] }, cancellationToken: Cancellation));

        var names = faults.Bodies.Select(body => JsonElement.Parse(body).GetProperty("externalId").GetString()).ToList();
        Assert.Equal(3, names.Count);
        Assert.Single(names.Distinct());
        Assert.StartsWith("auto-", names[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoSubmits_HaveTwoExternalIds_AndAGivenOneStays()
    {
        var faults = new FaultHandler(_time, _ => Workflow());

        await Run(faults, client => client.Submit(new WorkflowTemplate { Steps = [] }, cancellationToken: Cancellation));
        await Run(faults, client => client.Submit(new WorkflowTemplate { Steps = [] }, cancellationToken: Cancellation));
        await Run(faults, client => client.Submit(new WorkflowTemplate { Steps = [], ExternalId = "mine" }, cancellationToken: Cancellation));

        var names = faults.Bodies.Select(body => JsonElement.Parse(body).GetProperty("externalId").GetString()).ToList();
        Assert.Equal(3, names.Distinct().Count());
        Assert.Equal("mine", names[2]);
    }

    [Fact]
    public async Task ARequestThatMeansAnotherThingTheSecondTime_IsNotRepeated()
    {
        var faults = new FaultHandler(_time, _ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));

        await Assert.ThrowsAsync<BatonProblemException>(() => Run(faults, client => client.Patch("wf_1", [], Cancellation)));

        Assert.Empty(faults.Pauses);
    }

    [Fact]
    public async Task ARequestOfAnyKind_TurnedAwayForItsRate_IsRepeated()
    {
        var faults = new FaultHandler(_time, attempt => attempt < 2 ? Busy(new RetryConditionHeaderValue(TimeSpan.FromSeconds(3))) : new HttpResponseMessage(HttpStatusCode.NoContent));

        await Run(faults, client => client.Patch("wf_1", [], Cancellation));

        Assert.Equal([3, 3], faults.Pauses.Select(pause => pause.TotalSeconds));
        Assert.Equal(3, faults.Bodies.Count(body => body == "[]"));
    }

    [Fact]
    public async Task AnUpload_TurnedAwayForItsRate_IsToldSinceItsBytesAreGone()
    {
        var faults = new FaultHandler(_time, _ => new HttpResponseMessage(HttpStatusCode.TooManyRequests));

        await Assert.ThrowsAsync<BatonProblemException>(() => Run(faults, client => client.UploadBlob(new MemoryStream([1]), "image/png", Cancellation)));

        Assert.Empty(faults.Pauses);
    }

    [Fact]
    public async Task AWait_WhereNoRequestMayWait_AsksAgainAfterGrowingPauses()
    {
        var faults = new FaultHandler(_time, attempt => Workflow(attempt < 6 ? "processing" : "succeeded"));

        var ended = await Run(faults, client => client.WaitAsync("wf_1", Cancellation));

        Assert.Equal(WorkflowStatus.Succeeded, ended.Status);
        Assert.Equal([2, 5, 10, 15, 30, 30], faults.Pauses.Select(pause => pause.TotalSeconds));
    }

    [Fact]
    public async Task AClient_FromDependencyInjection_RetriesToo()
    {
        var faults = new FaultHandler(_time, attempt => attempt == 0 ? new HttpResponseMessage(HttpStatusCode.BadGateway) : Workflow());
        var services = new ServiceCollection();
        services.AddBatonClient(new Uri("http://baton.example"), _ => "secret", Options()).ConfigurePrimaryHttpMessageHandler(() => faults);
        await using var provider = services.BuildServiceProvider();

        await InTime(provider.GetRequiredService<BatonClient>().Get("wf_1", cancellationToken: Cancellation));

        Assert.Single(faults.Pauses);
    }

    private RetryOptions Options() => new() { Random = () => 0.5, Time = _time };

    private async Task<T> Run<T>(FaultHandler faults, Func<BatonClient, Task<T>> call, RetryOptions? options = null)
    {
        using var client = BatonClient.Connect(new Uri("http://baton.example"), "secret", options ?? Options(), faults);
        return await InTime(call(client));
    }

    private async Task Run(FaultHandler faults, Func<BatonClient, Task> call) => await Run<object?>(faults, async client =>
    {
        await call(client);
        return null;
    });

    /// <summary>Lets the fake time pass until the call has ended.</summary>
    private async Task<T> InTime<T>(Task<T> call)
    {
        while (!call.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        return await call;
    }

    private static HttpResponseMessage Busy(RetryConditionHeaderValue retryAfter) =>
        new(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = retryAfter } };

    private static HttpResponseMessage Workflow(string status = "succeeded") => new(HttpStatusCode.OK)
    {
        Content = new StringContent($$"""{ "id": "wf_1", "createdAt": "2026-01-01T00:00:00Z", "status": "{{status}}", "metadata": {}, "tags": [], "arguments": {}, "steps": [], "callbacks": [], "upgradeMode": "manual", "currencies": [], "forceRefunded": false, "transactions": { "list": [] }, "tips": { "civitai": 0, "creators": 0 }, "cost": { "base": 0, "total": 0, "tips": { "civitai": 0, "creators": 0 } } }""", null, "application/json"),
    };

    /// <summary>Answers each try as the test says, and notes when it came.</summary>
    private sealed class FaultHandler(TimeProvider time, Func<int, HttpResponseMessage> answer) : HttpMessageHandler
    {
        private readonly List<DateTimeOffset> _asked = [];

        public List<string> Bodies { get; } = [];

        /// <summary>Between one try and the next, to the 10 ms in which the fake time goes.</summary>
        public IEnumerable<TimeSpan> Pauses => _asked.Zip(_asked.Skip(1), (one, next) => next - one);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _asked.Add(time.GetUtcNow());
            if (request.Content is not null)
            {
                Bodies.Add(await request.Content.ReadAsStringAsync(cancellationToken));
            }

            return answer(_asked.Count - 1);
        }
    }
}
