using System.Net;
using System.Text.Json;
using Baton.Accounts;
using Baton.Client.Workers;
using Baton.Providers;
using Baton.Tests.Cli;
using Baton.Tests.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Baton.Tests.Offers;

/// <summary>A box of one's own that is preferred, over HTTP, and a paid provider inside the server that stands behind it, under a clock that the tests move.</summary>
public sealed class SpillOverTests
{
    private static readonly TimeSpan SpillAfter = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Job_WhileTheOwnBoxIsBusy_IsThePaidProvidersAfterTheStatedWaitAndNotBefore()
    {
        await using var scene = await Scene.Run();
        var box = await scene.Box();
        var first = await scene.Submitted("first");
        var busy = await box.ClaimOne();
        var id = await scene.Submitted("second");

        var waiting = await scene.Job(id);
        await scene.Pass(SpillAfter - TimeSpan.FromSeconds(2));
        var stillWaiting = await scene.Job(id);
        Assert.False(scene.Paid.IsCompleted);
        var paid = await scene.Until(scene.Paid);
        paid.Succeed();
        await box.Complete(busy);
        var (done, own) = (await scene.Ended(id), await scene.Ended(first));
        var tree = await scene.Baton("explain", id);

        Assert.Matches("^Waits for a provider; 2 of 2 can take it. held is held back until [-0-9]+ [:0-9]+Z, since box is preferred.$", waiting.GetProperty("summary").GetString());
        Assert.Matches("^held back until [-0-9]+ [:0-9]+Z: box is preferred; spills over after 30 s$", Provider(stillWaiting, "held"));
        Assert.Equal("1 of 1 slots busy", Provider(stillWaiting, "box"));
        Assert.Matches("^It begins when a slot is free, or at held after [-0-9]+ [:0-9]+Z.$", stillWaiting.GetProperty("whatToDo").GetString());
        Assert.Matches("^Done by held in .* s, for 0.05 US dollars.$", done.GetProperty("summary").GetString());
        Assert.Equal((0.05, 0.05), (done.GetProperty("costDollars").GetDouble(), done.GetProperty("attempts")[0].GetProperty("costDollars").GetDouble()));
        Assert.Matches("^Done by box in .* s, for 0.002 US dollars.$", own.GetProperty("summary").GetString());
        Assert.Matches(@"claim 1 +held +succeeded +\$0\.05", tree);
    }

    [Fact]
    public async Task Jobs_WhileTheOwnBoxIsFree_AreNeverThePaidProviders()
    {
        await using var scene = await Scene.Run();
        var box = await scene.Box();
        for (var i = 0; i < 3; i++)
        {
            var id = await scene.Submitted($"job {i}");
            var job = await box.ClaimOne();
            await scene.Pass(SpillAfter * 2);
            await box.Complete(job);
            Assert.StartsWith("Done by box", (await scene.Ended(id)).GetProperty("summary").GetString(), StringComparison.Ordinal);
        }

        Assert.False(scene.Paid.IsCompleted);
    }

    [Theory]
    [InlineData("paused")]
    [InlineData("draining")]
    public async Task Job_WhenAnOperatorStopsTheOwnBox_IsThePaidProvidersAtOnce(string mode)
    {
        await using var scene = await Scene.Run();
        var box = await scene.Box();
        await scene.Submitted("first");
        await box.ClaimOne();
        var waiting = await scene.Submitted("second");
        Assert.Contains("held is held back", (await scene.Job(waiting)).GetProperty("summary").GetString(), StringComparison.Ordinal);
        var (before, paid) = (scene.Now, scene.Paid);

        await scene.Operate("providers/box", mode);
        (await scene.Until(paid)).Succeed();
        await scene.Ended(waiting);
        var next = await scene.Submitted("third");
        (await scene.Paid).Succeed();

        Assert.StartsWith("Done by held", (await scene.Ended(next)).GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.True(scene.Now - before < SpillAfter, $"{scene.Now - before}");
    }

    [Fact]
    public async Task Job_WhenTheOnlyWorkerOfTheOwnBoxIsPaused_IsThePaidProvidersAtOnce()
    {
        await using var scene = await Scene.Run();
        var box = await scene.Box();
        await scene.Submitted("first");
        await box.ClaimOne();
        var id = await scene.Submitted("second");
        var before = scene.Now;

        await scene.Operate($"workers/{box.Id}", "paused");
        (await scene.Until(scene.Paid)).Succeed();

        Assert.StartsWith("Done by held", (await scene.Ended(id)).GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.True(scene.Now - before < SpillAfter, $"{scene.Now - before}");
    }

    [Fact]
    public async Task Job_WhenTheOwnBoxFallsSilent_IsThePaidProvidersAtOnce()
    {
        await using var scene = await Scene.Run(spillAfter: TimeSpan.FromHours(1), lease: "00:00:10");
        await scene.Box();
        var id = await scene.Submitted("waits");
        Assert.Contains("held is held back", (await scene.Job(id)).GetProperty("summary").GetString(), StringComparison.Ordinal);
        var before = scene.Now;

        (await scene.Until(scene.Paid)).Succeed();

        Assert.StartsWith("Done by held", (await scene.Ended(id)).GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.True(scene.Now - before < TimeSpan.FromMinutes(1), $"{scene.Now - before}");
    }

    [Fact]
    public async Task Job_ThatTheOwnBoxFailsOrRefuses_IsThePaidProvidersAtOnceAndFailsOnlyWhenThatCannotEither()
    {
        await using var scene = await Scene.Run();
        var box = await scene.Box();
        foreach (var kind in new[] { "transient", "rejected" })
        {
            var id = await scene.Submitted(kind);
            await box.Fail(await box.ClaimOne(), kind, "no memory left");
            (await scene.Paid).Fail(JobFailure.Rejected, "not with these inputs");
            if (kind == "transient")
            {
                await box.Fail(await scene.Until(box.ClaimOne()), "rejected", "no memory left");
            }

            var job = await scene.Ended(id);
            Assert.Equal(("failed", "no_provider_available"), (job.GetProperty("status").GetString(), job.GetProperty("reason").GetString()));
            Assert.Contains("held: not with these inputs", job.GetProperty("summary").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Job_ThatTakesTooLongAtTheOwnBox_IsNotBoughtASecondTime()
    {
        await using var scene = await Scene.Run(more: [new("Hedging:Enabled", "true"), new("Hedging:BudgetPercent", "100"), new("Hedging:SamplesMin", "1")]);
        var box = await scene.Box();
        var first = await scene.Submitted("first");
        await box.Complete(await box.ClaimOne());
        await scene.Ended(first);
        var id = await scene.Submitted("again");
        var slow = await box.ClaimOne();

        await scene.Pass(SpillAfter * 2);
        var job = await scene.Job(id);
        await box.Complete(slow);
        await scene.Ended(id);

        Assert.StartsWith("box has it since", job.GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.False(scene.Paid.IsCompleted);
    }

    [Fact]
    public async Task Operators_OfProvidersWithTerms_SeePreferenceWaitAndPrice()
    {
        await using var scene = await Scene.Run();
        await scene.Box();

        var (box, paid) = (await scene.Operator("providers/box"), await scene.Operator("providers/held"));
        var shown = await scene.Baton("providers");

        Assert.Equal((1, 0.002m), (box.GetProperty("preference").GetInt32(), box.GetProperty("price").GetProperty("perJob").GetDecimal()));
        Assert.False(box.TryGetProperty("spillAfterSeconds", out _));
        Assert.Equal((0, 30, 0.05m), (paid.GetProperty("preference").GetInt32(), paid.GetProperty("spillAfterSeconds").GetDouble(), paid.GetProperty("price").GetProperty("perJob").GetDecimal()));
        Assert.Contains("0 after 30", shown, StringComparison.Ordinal);
        Assert.Contains("$0.002 a job", shown, StringComparison.Ordinal);
    }

    private static string? Provider(JsonElement job, string name) =>
        job.GetProperty("providers").EnumerateArray().Single(provider => provider.GetProperty("provider").GetString() == name).GetProperty("why").GetString();

    /// <summary>A server with the paid provider in it, and who asks it.</summary>
    private sealed class Scene(HeldHost host, FakeTimeProvider time, HttpClient caller, HttpClient operators) : IAsyncDisposable
    {
        private Task<HeldJob>? _paid;

        public DateTimeOffset Now => time.GetUtcNow();

        /// <summary>The next job that the paid provider gets.</summary>
        public Task<HeldJob> Paid => _paid is { IsCompleted: false } ? _paid : _paid = host.Jobs.Next().AsTask();

        public static async Task<Scene> Run(TimeSpan? spillAfter = null, string lease = "01:00:00", params KeyValuePair<string, string?>[] more)
        {
            var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
            var host = await HeldHost.Run(slots: 1, [new("Workers:LeaseDuration", lease), .. more], services => services
                .AddSingleton<TimeProvider>(time)
                .AddSingleton(new NamedProviderTerms("box", new ProviderTerms { Preference = 1, Price = new ProviderPrice(PerJob: 0.002m) }))
                .AddSingleton(new NamedProviderTerms("held", new ProviderTerms { SpillAfter = spillAfter ?? SpillAfter, Price = new ProviderPrice(PerJob: 0.05m) }))
                .AddLogging(logging => logging.AddFilter("Orleans", LogLevel.None))); // It complains of a clock that jumps.
            return new Scene(host, time, await host.Caller("ann"), await host.With("olga", TokenRole.Operator));
        }

        /// <summary>The box, when all that its coming wakes has been woken.</summary>
        public async Task<HandWorker> Box()
        {
            var box = await HandWorker.Register(host, "box", slots: 1);
            await Pass(TimeSpan.FromSeconds(4));
            return box;
        }

        public Task<string> Submitted(string message) => caller.Submitted(Calls.Echo(message), query: "");

        public async Task<JsonElement> Job(string id) =>
            (await caller.Send("GET", $"{Calls.Workflows}/{id}/explain")).Json.GetProperty("steps")[0].GetProperty("jobs")[0];

        /// <summary>The job, once its workflow has ended.</summary>
        public async Task<JsonElement> Ended(string id)
        {
            await Until(caller.Send("GET", $"{Calls.Workflows}/{id}?wait=3600"));
            return await Job(id);
        }

        public async Task<JsonElement> Operator(string path) => (await operators.Send("GET", $"/v2/operator/{path}")).Json;

        public async Task Operate(string path, string mode) =>
            Assert.Equal(HttpStatusCode.OK, (await operators.Send("PUT", $"/v2/operator/{path}/mode", $$"""{ "mode": "{{mode}}" }""")).Status);

        /// <summary>What a command prints; <c>explain</c> for the caller, any other for the operator.</summary>
        public async Task<string> Baton(params string[] command)
        {
            var token = (command[0] == "explain" ? caller : operators).DefaultRequestHeaders.Authorization!.Parameter;
            using var baton = new BatonProgram { Url = caller.BaseAddress!.ToString(), Token = token };
            return (await baton.Run(command)).StandardOutput;
        }

        /// <summary>Lets time pass, two seconds at a time.</summary>
        public async Task Pass(TimeSpan duration)
        {
            for (var until = Now + duration; Now < until;)
            {
                await Tick();
            }
        }

        /// <summary>Lets time pass until this has come, as it must within half an hour.</summary>
        public async Task<T> Until<T>(Task<T> what)
        {
            var from = Now;
            while (!what.IsCompleted)
            {
                Assert.True(Now - from < TimeSpan.FromMinutes(30), $"Nothing has come since {from:T}; now it is {Now:T}.");
                await Tick(what);
            }

            return await what;
        }

        private async Task Tick(params Task[] orUntil)
        {
            time.Advance(TimeSpan.FromSeconds(2));
            await Task.WhenAny([Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, BatonHost.Stop), .. orUntil]);
        }

        public async ValueTask DisposeAsync()
        {
            caller.Dispose();
            operators.Dispose();
            await host.DisposeAsync();
        }
    }
}
