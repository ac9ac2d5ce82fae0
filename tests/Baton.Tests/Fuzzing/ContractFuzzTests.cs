using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Baton.Tests.Cli;
using Baton.Tests.Crashes;
using Baton.Tests.Docs;
using Xunit;

namespace Baton.Tests.Fuzzing;

/// <summary>
/// Tens of thousands of requests made from the API description, right and wrong ones, against the real executable: each is answered as the description says, none
/// with a fault of the server, none hangs, and the server's memory stays bounded.
/// </summary>
public sealed class ContractFuzzTests
{
    private const int Requests = 20_000;
    private const int Connections = 8;
    private const string SeedVariable = "BATON_FUZZ_SEED";
    private const long GrowthMax = 250L * 1024 * 1024;

    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_MadeFromTheDescription_AreAnsweredAsItSays()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 20261124;
        var description = JsonElement.Parse(await File.ReadAllBytesAsync(Path.Combine(Checkout.Root, "docs", "reference", "openapi.json"), Stop));
        var operations = FuzzedOperation.All(description);

        // Without the tools a recipe that is called right ends at once; what they do with bad media is tested elsewhere.
        await using var server = new KillableServer { Variables = { ["PATH"] = "/nowhere", ["DOTNET_ROOT"] = BatonProgram.DotnetRoot(), ["Requests__WaitMax"] = "00:00:01" } };
        await server.Start(Stop);
        using var caller = server.Caller();
        using var worker = await server.Worker();
        var ids = await RealIds(caller, worker);
        var before = ResidentBytes(server.ProcessId);

        var faults = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Connections), new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = Stop }, async (connection, _) =>
        {
            var random = new Random(seed + connection);
            var requests = new FuzzedRequest(random, new FuzzedJson(description, random), ids);
            for (var i = 0; i < Requests / Connections; i++)
            {
                var operation = operations[random.Next(operations.Count)];
                var client = operation.Path.StartsWith("/v2/workers", StringComparison.Ordinal) ? worker : caller;
                if (await FindFault(client, operation, requests) is { } fault)
                {
                    faults.Add(fault);
                }
            }
        });

        Assert.True(faults.IsEmpty, $"{SeedVariable}={seed}: {faults.Count} faults, such as:\n{string.Join('\n', faults.Order(StringComparer.Ordinal).DistinctBy(fault => fault[..Math.Min(60, fault.Length)]).Take(15))}");
        var growth = ResidentBytes(server.ProcessId) - before;
        Assert.True(growth < GrowthMax, $"The server grew by {growth / 1024 / 1024} MiB.");
        Assert.Equal(HttpStatusCode.OK, (await caller.Send("POST", Calls.Workflows + "?wait=30", Calls.Echo())).Status);
    }

    private static async Task<string?> FindFault(HttpClient client, FuzzedOperation operation, FuzzedRequest requests)
    {
        using var request = requests.For(operation);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(AnswerMax);
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);

            // A stream has no end; whoever made the request hangs up.
            var isStream = answer.Content.Headers.ContentType?.MediaType == "text/event-stream";
            return FaultOf(operation, request, answer, isStream ? "" : await answer.Content.ReadAsStringAsync(limit.Token));
        }
        catch (OperationCanceledException) when (!Stop.IsCancellationRequested)
        {
            return $"{operation.Method} {request.RequestUri}: no answer within {AnswerMax.TotalSeconds} s";
        }
        catch (HttpRequestException broken)
        {
            return $"{operation.Method} {request.RequestUri}: {broken.Message}";
        }
    }

    private static string? FaultOf(FuzzedOperation operation, HttpRequestMessage request, HttpResponseMessage answer, string text)
    {
        var status = (int)answer.StatusCode;
        var where = $"{operation.Method} {operation.Path} {status}: {Cut(request.RequestUri!.ToString())} {Cut(text)}";
        if (status == 400 && text.Length == 0 && request.RequestUri.AbsolutePath.Contains("%00", StringComparison.Ordinal))
        {
            return null; // The HTTP layer itself turns these away, before there is anybody to write a body.
        }

        var isDocumented = operation.Answers.Contains(status) || IsOfAnotherAddress(operation, request, status);
        if (!isDocumented || (status >= 500 && !IsOutcomeOfWork(operation, text)))
        {
            return where;
        }

        var isHead = operation.Method == "HEAD";
        return status < 400 || isHead || (answer.Content.Headers.ContentType?.MediaType == "application/problem+json" && JsonElement.Parse(text).TryGetProperty("code", out _))
            ? null
            : where;
    }

    /// <summary>A recipe call tells by 5xx that the work failed, which is no fault of the server.</summary>
    private static bool IsOutcomeOfWork(FuzzedOperation operation, string text) =>
        operation.Path.StartsWith("/v2/consumer/recipes/", StringComparison.Ordinal) && JsonElement.Parse(text).TryGetProperty("workflowId", out _);

    /// <summary>An id that holds a slash, or none at all, leads to another operation or to none.</summary>
    private static bool IsOfAnotherAddress(FuzzedOperation operation, HttpRequestMessage request, int status) =>
        (status is 404 or 405 && operation.Path.Contains('{', StringComparison.Ordinal))
        || status is 400 or 414 or 431
        || (status == 417 && request.Headers.Contains("Expect"));

    private static string Cut(string text) => text.Length > 200 ? text[..200] + "…" : text;

    private static async Task<IReadOnlyDictionary<string, string>> RealIds(HttpClient caller, HttpClient worker)
    {
        var registered = await worker.Send("POST", "/v2/workers", """{ "provider": "fuzz", "capabilities": [{ "type": "videoMetadata" }], "slots": 1000 }""");
        var workflow = await caller.Submitted("""{ "steps": [{ "$type": "videoMetadata", "name": "a", "input": { "video": "https://example.com/a.mp4" } }] }""", query: "");
        var claims = await worker.Send("POST", $"/v2/workers/{registered.Json.GetProperty("id").GetString()}/claims?wait=30");
        return new Dictionary<string, string>
        {
            ["workerId"] = registered.Json.GetProperty("id").GetString()!,
            ["workflowId"] = workflow,
            ["jobId"] = claims.Json.GetProperty("claims")[0].GetProperty("jobId").GetString()!,
            ["stepName"] = "a",
            ["tag"] = "t",
        };
    }

    private static long ResidentBytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
