using System.Text.RegularExpressions;
using Baton.Client;
using Baton.Contracts.Workflows;
using Baton.Live;
using Baton.Tests.Crashes;
using Baton.Tests.Docs;
using CliWrap.Buffered;
using Xunit;

namespace Baton.Tests.Live;

/// <summary>Does what the guide on live updates tells a reader to do.</summary>
public sealed partial class LiveGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "guides", "live-updates.md")).ReplaceLineEndings("\n");

    [Fact]
    public async Task Commands_OfTheGuide_ShowWhatItSays()
    {
        await using var server = new KillableServer { Variables = { ["Live__Heartbeat"] = "00:00:00.600" } };
        await server.Start(BatonHost.Stop);
        using var client = BatonClient.Connect(server.BaseAddress, server.Token);
        var submitted = await client.Submit("""{ "steps": [{ "$type": "echo", "input": { "message": "Hello." } }] }""", new SubmitOptions { Wait = TimeSpan.FromSeconds(60) }, BatonHost.Stop);
        var commands = Shell().Matches(Guide).Select(block => block.Groups["code"].Value.Trim().Replace("http://127.0.0.1:8080", server.BaseAddress.ToString().TrimEnd('/'), StringComparison.Ordinal)).ToArray();

        var ofWorkflow = await Bash($"export BATON_TOKEN={server.Token} WORKFLOW={submitted.Id}; {commands[0]}");
        var ofAccount = await Bash($"export BATON_TOKEN={server.Token}; {commands[1]} | head -n 5");

        Assert.StartsWith("retry: 2000\n\n", ofWorkflow, StringComparison.Ordinal);
        var shown = Block().Match(Guide).Groups["code"].Value.Replace("processing", "succeeded", StringComparison.Ordinal).Replace(",\"progress\":0.25", "", StringComparison.Ordinal);
        Assert.Equal(Shapes(shown), Shapes(ofWorkflow));
        Assert.StartsWith("retry: 2000\n\nevent: ready\ndata: {}\nid: ", ofAccount, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_OfTheGuide_FollowsToTheEnd()
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");
        using var client = new BatonClient(caller);
        var workflow = await client.Submit("""{ "steps": [{ "$type": "echo", "input": { "message": "Hello." } }] }""", cancellationToken: BatonHost.Stop);
        var following = Show(client, workflow, BatonHost.Stop);
        (await host.Jobs.Next()).Succeed();

        await following.WaitAsync(TimeSpan.FromMinutes(2), BatonHost.Stop);

        Assert.Equal(WorkflowStatus.Succeeded, (await client.Get(workflow.Id, cancellationToken: BatonHost.Stop)).Status);
    }

    [Fact]
    public void Settings_OfTheGuide_HaveTheirDefaults()
    {
        var options = new LiveOptions();

        Assert.Contains($"| `Live:Heartbeat` | {options.Heartbeat.TotalSeconds:0} s |", Guide, StringComparison.Ordinal);
        Assert.Contains($"| `Live:DurationMax` | {options.DurationMax.TotalHours:0} hour |", Guide, StringComparison.Ordinal);
        Assert.Contains($"| `Live:Retry` | {options.Retry.TotalSeconds:0} s |", Guide, StringComparison.Ordinal);
        Assert.Contains(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"| `Live:PendingMax` | {options.PendingMax:N0} |"), Guide, StringComparison.Ordinal);
        Assert.Equal(typeof(LiveOptions).GetProperties().Length, Guide.Split("| `Live:").Length - 1);
    }

    private static async Task Show(BatonClient client, Workflow workflow, CancellationToken cancellationToken)
    {
        await foreach (var happened in client.Follow(workflow.Id, cancellationToken: cancellationToken))
        {
            Console.WriteLine(happened switch
            {
                LiveEvent.OfWorkflow(var told) => $"{told.WorkflowId} is {told.Status}",
                LiveEvent.OfStep(var told) => $"step {told.Name} is {told.Status}",
                LiveEvent.OfJob(var told) => $"a job of {told.StepName} is {told.Status} {told.Progress:P0}",
                _ => "",
            });
        }
    }

    /// <summary>The lines with what is different at each time left out, in any order: what has ended is told from the inside out.</summary>
    private static IEnumerable<string> Shapes(string stream) =>
        stream.Split('\n').Where(line => line.Length > 0).Select(line => Varying().Replace(line, "…")).Order(StringComparer.Ordinal);

    private static async Task<string> Bash(string command) =>
        (await CliWrap.Cli.Wrap("bash").WithArguments(["-c", command]).WithValidation(CliWrap.CommandResultValidation.None).ExecuteBufferedAsync(BatonHost.Stop)).StandardOutput;

    [GeneratedRegex("```sh\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Shell();

    [GeneratedRegex("```\n(?<code>retry.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("(?<=wf_|job_)[^\"]+|(?<=\"timestamp\":\")[^\"]+|(?<=^id: ).*")]
    private static partial Regex Varying();
}
