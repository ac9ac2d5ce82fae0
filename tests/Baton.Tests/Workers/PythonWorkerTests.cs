using System.Diagnostics;
using Baton.Accounts;
using Baton.Tests.Docs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Baton.Tests.Workers;

/// <summary>The sample that the guide for worker authors begins with, as a process of its own.</summary>
public sealed class PythonWorkerTests
{
    /// <summary>Leases that end soon, and not before a busy machine has made a few calls.</summary>
    private static readonly KeyValuePair<string, string?>[] Brief = [new("Workers:LeaseDuration", "00:00:04"), new("WakeUps:Interval", "00:00:00.100")];

    [Fact]
    public async Task TheSample_Started_DoesTheJobsAndLeavesWhenTold()
    {
        await using var host = await HeldHost.Run(slots: 0, Brief);
        using var caller = await host.Caller("ann");
        using var worker = await Start(host, caller.BaseAddress!);

        var ended = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => caller.Send("POST", Calls.Workflows + "?wait=60", Calls.Echo($"job {number}"))));
        await Stop(worker);

        Assert.All(ended, answer => Assert.Equal("succeeded", answer.Json.GetProperty("status").GetString()));
        Assert.Equal(0, worker.ExitCode);
        var after = (await caller.Send("POST", Calls.Workflows, Calls.Echo())).Json;
        Assert.Equal("unassigned", after.GetProperty("status").GetString());
    }

    [Fact]
    public async Task TheSample_Killed_LosesNothingToTheCaller()
    {
        await using var host = await HeldHost.Run(slots: 0, Brief);
        using var caller = await host.Caller("ann");
        using var first = await Start(host, caller.BaseAddress!);
        first.Kill();
        await first.WaitForExitAsync(BatonHost.Stop);
        var id = await caller.Submitted(Calls.Echo("kept"), query: "");

        using var second = await Start(host, caller.BaseAddress!);
        var ended = (await caller.Send("GET", $"{Calls.Workflows}/{id}?wait=60")).Json;
        await Stop(second);

        Assert.Equal("succeeded", ended.GetProperty("status").GetString());
    }

    private static async Task<Process> Start(HeldHost host, Uri server)
    {
        var token = await host.Services.GetRequiredService<ITokens>().Create(new AccountId("workers"), TokenRole.Worker, "test", null, BatonHost.Stop);
        var start = new ProcessStartInfo("python3", [Path.Combine(Checkout.Root, "samples", "worker", "worker.py")]) { RedirectStandardOutput = true };
        start.Environment["BATON_URL"] = server.ToString();
        start.Environment["BATON_TOKEN"] = token.Secret;
        var process = Process.Start(start)!;
        Assert.Contains("waits for jobs", await process.StandardOutput.ReadLineAsync(BatonHost.Stop), StringComparison.Ordinal);
        return process;
    }

    private static async Task Stop(Process worker)
    {
        using var kill = Process.Start("kill", [worker.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await worker.WaitForExitAsync(BatonHost.Stop).WaitAsync(TimeSpan.FromSeconds(30), BatonHost.Stop);
    }
}
