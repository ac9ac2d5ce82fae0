using System.Collections.Concurrent;
using System.Net;
using Baton.Tests.Cli;
using Xunit;

namespace Baton.Tests.Crashes;

/// <summary>Invariants Durable, OneWinner and Ends with the real executable and workers in another process: five hundred workflows are under way at once when it is killed.</summary>
public sealed class KillWithWorkersTests
{
    private const int Workflows = 500;
    private const int Kills = 10;
    private const int WorkersCount = 4;
    private const int Slots = 8;
    private const string Output = """{ "width": 1, "height": 1, "fps": 1, "duration": "00:00:01" }""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_KilledTenTimesUnderWorkersElsewhere_LosesNothingAndTakesNoResultTwice()
    {
        // Without ffmpeg in here, the jobs are the workers' alone; all of them wait when the first worker comes.
        await using var server = new KillableServer { Variables = { ["PATH"] = "/nowhere", ["DOTNET_ROOT"] = BatonProgram.DotnetRoot() } };
        await server.Start(Stop);
        using var caller = server.Caller();
        using var http = await server.Worker();
        var workers = await Task.WhenAll(Enumerable.Range(0, WorkersCount).Select(_ => Register(http)));
        var ids = await Task.WhenAll(Enumerable.Range(0, Workflows).Select(number => Submit(caller, number)));

        var taken = new ConcurrentBag<(string Job, int Epoch)>();
        var progress = new Progress();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var working = workers.Select(worker => Work(server, http, worker, taken, progress, done.Token)).ToList();
        var random = KillSeed.Random();
        foreach (var count in Enumerable.Range(0, Kills).Select(_ => random.Next(1, Workflows - Slots)).Order().ToList())
        {
            await progress.Reaches(count);
            await server.Kill(Stop);
            await server.Start(Stop);
        }

        var ended = await Task.WhenAll(ids.Select(id => caller.Send("GET", $"{Calls.Workflows}/{id}?wait=90")));
        await done.CancelAsync();
        await Task.WhenAll(working);

        Assert.All(ended, answer => Assert.Equal("succeeded", answer.Json.GetProperty("status").GetString()));
        Assert.Equal(Workflows, taken.Select(one => one.Job).Distinct().Count());
        Assert.All(taken.GroupBy(one => one.Job), job => Assert.Single(job.Select(one => one.Epoch).Distinct()));
        var runs = ended.Sum(answer => answer.Json.GetProperty("steps")[0].GetProperty("jobs").GetArrayLength());
        Assert.Equal(Workflows, runs);
    }

    private static async Task<string> Register(HttpClient http)
    {
        var answer = await http.Send("POST", "/v2/workers", $$"""{ "provider": "elsewhere", "capabilities": [{ "type": "videoMetadata" }], "slots": {{Slots}} }""");
        Assert.True(answer.Status == HttpStatusCode.Created, answer.Text);
        return answer.Json.GetProperty("id").GetString()!;
    }

    private static async Task<string> Submit(HttpClient caller, int number)
    {
        var body = $$"""{ "metadata": { "number": {{number}} }, "steps": [{ "$type": "videoMetadata", "input": { "video": "https://example.com/{{number}}.mp4" } }] }""";
        var answer = await caller.Send("POST", Calls.Workflows, body);
        Assert.True(answer.Status == HttpStatusCode.Accepted, answer.Text);
        return answer.Json.GetProperty("id").GetString()!;
    }

    private static async Task Work(
        KillableServer server, HttpClient http, string worker, ConcurrentBag<(string Job, int Epoch)> taken, Progress progress, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            var claims = await Ask(server, http, $"/v2/workers/{worker}/claims?wait=1&count={Slots}", "");
            foreach (var claim in claims.Json.GetProperty("claims").EnumerateArray())
            {
                var (job, epoch) = (claim.GetProperty("jobId").GetString()!, claim.GetProperty("epoch").GetInt32());
                var answer = await Ask(server, http, $"/v2/workers/{worker}/claims/{job}/complete", $$"""{ "epoch": {{epoch}}, "output": {{Output}} }""");
                Assert.True(answer.Status is HttpStatusCode.NoContent or HttpStatusCode.Conflict, answer.Text);
                if (answer.Status == HttpStatusCode.NoContent)
                {
                    taken.Add((job, epoch));
                    progress.Add();
                }
            }
        }
    }

    /// <summary>Until there is an answer, as a worker must: a report whose answer was lost is repeated.</summary>
    private static async Task<Answer> Ask(KillableServer server, HttpClient http, string path, string body)
    {
        while (true)
        {
            await server.Up.WaitAsync(Stop);
            try
            {
                var answer = await http.Send("POST", path, body.Length == 0 ? null : body);
                if (answer.Status != HttpStatusCode.ServiceUnavailable)
                {
                    return answer;
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // Killed under the request.
            }
        }
    }
}
