using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Baton.Tests.Providers;
using Xunit;

namespace Baton.Tests.Crashes;

/// <summary>Invariants Durable and Ends with the real executable: it is killed while it works, and nothing that it answered for is lost or done twice.</summary>
public sealed class KillTests
{
    private const int Workflows = 500;
    private const int Kills = 10;
    private const int SubmittersMax = 32;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_KilledTenTimesWhileItTakesWork_LosesNothingAndDoublesNothing()
    {
        await using var server = new KillableServer();
        await server.Start(Stop);
        using var caller = server.Caller();
        var accepted = new ConcurrentDictionary<string, string>();
        var progress = new Progress();

        var killing = KillAtRandom(server, progress);
        await Parallel.ForAsync(
            0,
            Workflows,
            new ParallelOptions { MaxDegreeOfParallelism = SubmittersMax, CancellationToken = Stop },
            async (number, _) =>
            {
                var externalId = $"crash-{number.ToString(CultureInfo.InvariantCulture)}";
                accepted[externalId] = await Submit(server, caller, externalId);
                progress.Add();
            });
        await killing;

        var ended = await Task.WhenAll(accepted.Select(async pair => (ExternalId: pair.Key, Workflow: await WaitForEnd(server, caller, pair.Value))));

        Assert.All(ended, pair => AssertDoneOnce(pair.ExternalId, pair.Workflow));
        Assert.Equal(Workflows, await CountListed(caller));
    }

    /// <summary>Each kill comes at a random one of the submits, so that it meets the server at whatever it does then.</summary>
    private static async Task KillAtRandom(KillableServer server, Progress progress)
    {
        var random = KillSeed.Random();
        var at = Enumerable.Range(0, Kills).Select(_ => random.Next(10, Workflows - 10)).Order().ToList();
        foreach (var count in at)
        {
            await progress.Reaches(count);
            await server.Kill(Stop);
            await server.Start(Stop);
        }
    }

    /// <summary>As a client does: after a broken connection the same request again, told apart by its external id.</summary>
    private static async Task<string> Submit(KillableServer server, HttpClient caller, string externalId)
    {
        var body = $$$$"""
            {"externalId":"{{{{externalId}}}}","steps":[
              {"$type":"echo","name":"say","input":{"message":"{{{{externalId}}}}"}},
              {"$type":"convertImage","name":"shrink","input":{"image":"{{{{Picture.Value}}}}","transforms":[{"type":"resize","targetWidth":16}],"output":{"format":"webp"}}},
              {"$type":"mediaHash","name":"hash","input":{"mediaUrl":{"$ref":"shrink","path":"output.blob.url"},"hashTypes":["perceptual"]}}]}
            """;
        while (true)
        {
            await server.Up.WaitAsync(Stop);
            try
            {
                using var content = new StringContent(body, Encoding.UTF8, "application/json");
                using var answer = await caller.PostAsync(new Uri("/v2/consumer/workflows", UriKind.Relative), content, Stop);
                if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted)
                {
                    return (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("id").GetString()!;
                }

                var problem = await answer.Content.ReadAsStringAsync(Stop);
                Assert.True(answer.StatusCode == HttpStatusCode.ServiceUnavailable, $"{(int)answer.StatusCode}: {problem}");
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // Killed under the request: whether it was accepted is not known, which is what external ids are for.
            }
        }
    }

    private static async Task<JsonElement> WaitForEnd(KillableServer server, HttpClient caller, string id)
    {
        while (true)
        {
            await server.Up.WaitAsync(Stop);
            using var answer = await caller.GetAsync(new Uri($"/v2/consumer/workflows/{id}?wait=60", UriKind.Relative), Stop);
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted, $"{id} was accepted and is now answered with {answer.StatusCode}.");
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
            }
        }
    }

    private static void AssertDoneOnce(string externalId, JsonElement workflow)
    {
        Assert.Equal("succeeded", workflow.GetProperty("status").GetString());
        Assert.EndsWith(externalId, workflow.GetProperty("externalId").GetString(), StringComparison.Ordinal);
        foreach (var step in workflow.GetProperty("steps").EnumerateArray())
        {
            var job = Assert.Single(step.GetProperty("jobs").EnumerateArray());
            Assert.Equal("succeeded", job.GetProperty("status").GetString());
        }
    }

    private static async Task<int> CountListed(HttpClient caller)
    {
        var count = 0;
        string? cursor = null;
        do
        {
            var query = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var page = await caller.GetFromJsonAsync<JsonElement>(new Uri($"/v2/consumer/workflows?take=100{query}", UriKind.Relative), Stop);
            count += page.GetProperty("items").GetArrayLength();
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);

        return count;
    }

    private static readonly Lazy<string> Picture = new(() =>
        $"data:image/png;base64,{Convert.ToBase64String(Png())}");

    private static byte[] Png()
    {
        using var picture = TestPictures.Checks();
        return picture.PngsaveBuffer();
    }
}
