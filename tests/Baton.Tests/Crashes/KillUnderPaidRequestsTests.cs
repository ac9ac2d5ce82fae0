using System.Globalization;
using System.Text.Json;
using Baton.Recipes;
using Baton.Tests.Cli;
using Baton.Tests.Providers.Adapters;
using Xunit;

namespace Baton.Tests.Crashes;

/// <summary>The real executable is killed while paid requests are out at services that count what they sell: each is resumed, none is bought twice.</summary>
public sealed class KillUnderPaidRequestsTests
{
    private const int Jobs = 10;
    private const int KillsOnTheWay = 3;

    private static readonly string[] Adapters = ["comfy", "fal", "replicate"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_KilledWhilePaidRequestsAreOut_ResumesEachAndBuysNoneTwice()
    {
        Assert.SkipUnless(StandardRecipes.All.Any(recipe => recipe.Type == "imageGen"), "This server knows no imageGen.");
        await using var comfy = new ComfyServer();
        await using var fal = new FalServer();
        await using var replicate = new ReplicateServer();
        await Task.WhenAll(comfy.Start(), fal.Start(), replicate.Start());
        var services = new Dictionary<string, ProtocolServer> { ["comfy"] = comfy, ["fal"] = fal, ["replicate"] = replicate };
        await using var server = new KillableServer();
        foreach (var (key, value) in Settings(services))
        {
            server.Variables[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        await server.Start(Stop);
        using var caller = server.Caller();
        var jobs = Adapters.SelectMany(adapter => Enumerable.Range(0, Jobs).Select(number => (Adapter: adapter, Prompt: $"{adapter} {number.ToString(CultureInfo.InvariantCulture)} hang"))).ToList();
        var ids = new List<string>();
        foreach (var (adapter, prompt) in jobs)
        {
            ids.Add(await caller.Submitted(AdapterInputs.Workflow(adapter, prompt), ""));
        }

        var random = KillSeed.Random();
        foreach (var count in Enumerable.Range(0, KillsOnTheWay).Select(_ => random.Next(1, jobs.Count)).Order())
        {
            await Until(() => jobs.Count(job => services[job.Adapter].Made(job.Prompt) > 0) >= count);
            await Restart(server);
        }

        await Until(() => jobs.Count(job => services[job.Adapter].Made(job.Prompt) > 0 || job.Adapter == "fal") == jobs.Count);
        await Restart(server);
        foreach (var service in services.Values)
        {
            service.Release.TrySetResult();
        }

        for (var index = 0; index < jobs.Count; index++)
        {
            var workflow = await Ended(caller, ids[index]);
            Assert.True(services[jobs[index].Adapter].Made(jobs[index].Prompt) <= 1, $"{jobs[index].Prompt} was bought {services[jobs[index].Adapter].Made(jobs[index].Prompt)} times.");
            Assert.True(workflow.GetProperty("status").GetString() == "succeeded" || IsHonestlyGivenUp(jobs[index].Adapter, workflow), workflow.GetRawText());
        }

        Assert.All(services.Values, service => Assert.Empty(service.Stopped));
    }

    /// <summary>Fal cannot be asked about a request whose answer the kill cut off; such a job ends and says so rather than be paid for twice.</summary>
    private static bool IsHonestlyGivenUp(string adapter, JsonElement workflow) =>
        adapter == "fal" && workflow.GetRawText().Contains("so it is not made again", StringComparison.Ordinal);

    private static async Task Restart(KillableServer server)
    {
        await server.Kill(Stop);
        await server.Start(Stop);
    }

    private static IEnumerable<(string Key, string Value)> Settings(Dictionary<string, ProtocolServer> services) =>
    [
        .. AdapterHost.Provider("gpu", "ComfyUi", services["comfy"].Url, ("Slots", "10"), ("Types:0", "imageGen")),
        .. AdapterHost.Provider("queue", "Fal", services["fal"].Url, ("Slots", "10"), ("Models:imageGen/flux2/pro", "fal-ai/flux-2/pro")),
        .. AdapterHost.Provider("predictions", "Replicate", new Uri(services["replicate"].Url, "v1"), ("Slots", "10"), ("Models:imageGen/seedream", "acme/painter")),
        ("PATH", Environment.GetEnvironmentVariable("PATH")!),
        ("DOTNET_ROOT", BatonProgram.DotnetRoot()),
    ];

    private static async Task<JsonElement> Ended(HttpClient caller, string id)
    {
        while (true)
        {
            var answer = await caller.Send("GET", $"{Calls.Workflows}/{id}?wait=60");
            if ((int)answer.Status == 200)
            {
                return answer.Json;
            }
        }
    }

    private static async Task Until(Func<bool> holds)
    {
        for (var left = 6000; !holds(); left--)
        {
            Assert.True(left > 0, "The requests did not go out within two minutes.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Stop);
        }
    }
}
