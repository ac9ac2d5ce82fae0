using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Baton.Tests.Crashes;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Baton.Tests.Callbacks;

/// <summary>
/// Invariant InOrder with the real executable: it is killed again and again while a receiver fails, stalls, breaks off and dawdles at random, and yet every end
/// is told, in order, and what is told twice has the same id. <c>CALLBACK_WORKFLOWS</c> sets for how many workflows; 300 otherwise.
/// </summary>
public sealed class CallbackKillTests
{
    private const int KillsPerHundred = 3;
    private const int SubmittersMax = 16;
    private const int StepsEach = 2;

    /// <summary>A job, its step and, once, the workflow end.</summary>
    private const int EndsEach = (2 * StepsEach) + 1;

    private static readonly int Workflows = int.Parse(Environment.GetEnvironmentVariable("CALLBACK_WORKFLOWS") ?? "300", CultureInfo.InvariantCulture);

    private static readonly Random Luck = new(20261124);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Receiver_ThatMisbehavesWhileTheServerIsKilled_HearsEveryEndInOrder()
    {
        var ends = new ConcurrentDictionary<string, ConcurrentDictionary<string, byte>>();
        await using var receiver = await CallbackReceiver.Run((told, context) => Misbehave(told, context, ends));
        await using var server = new KillableServer { Variables = { ["Outbound__AllowLoopback"] = "true", ["Callbacks__Timeout"] = "00:00:02", ["Callbacks__PauseFirst"] = "00:00:00.2" } };
        await server.Start(Stop);
        using var caller = server.Caller();
        var submitted = 0;
        var killing = KillAtRandom(server, () => submitted);

        await Parallel.ForAsync(0, Workflows, new ParallelOptions { MaxDegreeOfParallelism = SubmittersMax, CancellationToken = Stop }, async (number, _) =>
        {
            await Submit(server, caller, $"{receiver.Url}/{number % 7}?token=s3cret", $"told-{number.ToString(CultureInfo.InvariantCulture)}");
            Interlocked.Increment(ref submitted);
        });
        await killing;
        var all = await receiver.Await(_ => ends.Count == Workflows && ends.Values.All(told => told.Count == EndsEach));

        Assert.All(all.GroupBy(told => told.Json.GetProperty("workflowId").GetString()), AssertInOrder);
        Assert.All(all, told => Assert.EndsWith("?token=s3cret", told.Target, StringComparison.Ordinal));
    }

    /// <summary>The seed is fixed; what each number meets is not.</summary>
    private static int Chance(int count)
    {
        lock (Luck)
        {
            return Luck.Next(count);
        }
    }

    /// <summary>Only an answer of 2xx to its end counts as heard; half of the rest is answered wrongly after it was heard all the same.</summary>
    private static async Task Misbehave(Received told, HttpContext context, ConcurrentDictionary<string, ConcurrentDictionary<string, byte>> ends)
    {
        switch (Chance(100))
        {
            case < 8:
                context.Response.StatusCode = Chance(2) == 0 ? 500 : 302;
                return;
            case < 10:
                await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, CancellationToken.None);
                context.Abort();
                return;
            case < 14:
                context.Response.ContentLength = 50;
                await context.Response.Body.WriteAsync("half"u8.ToArray());
                context.Abort();
                return;
            case < 17:
                context.Abort();
                return;
            case < 30:
                await Task.Delay(TimeSpan.FromMilliseconds(Chance(300)), TimeProvider.System, CancellationToken.None);
                break;
        }

        var workflow = ends.GetOrAdd(told.Json.GetProperty("workflowId").GetString()!, _ => new());
        workflow.TryAdd(told.Id, 0);
    }

    private static void AssertInOrder(IEnumerable<Received> ofOneWorkflow)
    {
        var told = ofOneWorkflow.ToList();
        var firsts = told.DistinctBy(received => received.Sequence).ToList();

        // 1. Numbers have no gaps and come in order, apart from repeats.
        Assert.Equal(Enumerable.Range(1, EndsEach).Select(n => n.ToString(CultureInfo.InvariantCulture)), firsts.Select(received => received.Sequence));

        // 2. A repeat is the same event under the same id.
        Assert.All(told.GroupBy(received => received.Sequence), same => Assert.Single(same.Select(received => (received.Id, Encoding.UTF8.GetString(received.Body))).Distinct()));
        Assert.Equal(EndsEach, firsts.Select(received => received.Id).Distinct().Count());

        // 3. The parts end before the whole.
        Assert.Equal("workflow:succeeded", firsts[^1].Event);
        Assert.Equal(["job:succeeded", "step:succeeded", "job:succeeded", "step:succeeded"], firsts.SkipLast(1).Select(received => received.Event));
    }

    private static async Task KillAtRandom(KillableServer server, Func<int> submitted)
    {
        var random = KillSeed.Random();
        var at = Enumerable.Range(0, Math.Max(3, Workflows * KillsPerHundred / 100)).Select(_ => random.Next(5, Workflows)).Order();
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        foreach (var count in at)
        {
            while (submitted() < count && await look.WaitForNextTickAsync(Stop))
            {
            }

            await server.Kill(Stop);
            await server.Start(Stop);
        }
    }

    private static async Task Submit(KillableServer server, HttpClient caller, string url, string externalId)
    {
        var body = $$$$"""
            {"externalId":"{{{{externalId}}}}","callbacks":[{"url":{{{{JsonSerializer.Serialize(url)}}}},"type":["workflow:succeeded","step:succeeded","job:succeeded"]}],"steps":[
              {"$type":"echo","name":"a","input":{"message":"hello"}},
              {"$type":"echo","name":"b","input":{"message":{"$ref":"a","path":"output.message"}}}]}
            """;
        while (true)
        {
            await server.Up.WaitAsync(Stop);
            try
            {
                using var content = new StringContent(body, Encoding.UTF8, "application/json");
                using var answer = await caller.PostAsync(new Uri(Calls.Workflows, UriKind.Relative), content, Stop);
                if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted)
                {
                    return;
                }

                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // Killed under the request; the external id keeps the repeat from becoming a second one.
            }
        }
    }
}
