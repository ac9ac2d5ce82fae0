using System.Collections.Concurrent;
using System.Globalization;
using Baton.Client;
using Baton.Client.Retries;
using Baton.Contracts.Json;
using Baton.Contracts.Workflows;
using Baton.Tests.Crashes;
using Xunit;

namespace Baton.Tests.Live;

/// <summary>
/// The real executable is killed again and again while the client follows: it comes back by itself, and hears of every end. <c>LIVE_WORKFLOWS</c> sets of how many;
/// 60 otherwise.
/// </summary>
public sealed class LiveKillTests
{
    private const int Kills = 2;
    private const int FollowedAlone = 5;

    private static readonly int Workflows = int.Parse(Environment.GetEnvironmentVariable("LIVE_WORKFLOWS") ?? "60", CultureInfo.InvariantCulture);

    /// <summary>Longer than a server takes to start on a busy machine.</summary>
    private static readonly RetryOptions Patient = new() { TriesMax = 1_000, PauseFirst = TimeSpan.FromMilliseconds(200), PauseMax = TimeSpan.FromMilliseconds(200) };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Client_ThatFollowsWhileTheServerIsKilled_HearsOfEveryEnd()
    {
        await using var server = new KillableServer { Variables = { ["Live__Retry"] = "00:00:00.100" } };
        await server.Start(Stop);
        using var client = BatonClient.Connect(server.BaseAddress, server.Token, Patient);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        enough.CancelAfter(TimeSpan.FromMinutes(5));
        var ended = new ConcurrentDictionary<string, WorkflowStatus>();
        var submitted = new ConcurrentBag<string>();
        var following = FollowAll(client, ended, enough.Token);
        var alone = new ConcurrentBag<Task<WorkflowStatus>>();

        var random = KillSeed.Random();
        for (var kill = 0; kill < Kills; kill++)
        {
            var submitting = Parallel.ForAsync(0, Workflows / Kills, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Stop }, async (number, _) =>
            {
                var workflow = await client.Submit(Template, cancellationToken: Stop);
                submitted.Add(workflow.Id);
                if (number < FollowedAlone)
                {
                    alone.Add(Follow(client, workflow.Id, enough.Token));
                }
            });
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(20, 400)), TimeProvider.System, Stop);
            await server.Kill(Stop);
            await server.Start(Stop);
            await submitting;
        }

        Assert.All(await Task.WhenAll(alone), status => Assert.Equal(WorkflowStatus.Succeeded, status));
        while (!submitted.All(ended.ContainsKey))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, enough.Token);
        }

        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
        Assert.All(submitted, id => Assert.Equal(WorkflowStatus.Succeeded, ended[id]));
    }

    private static WorkflowTemplate Template => System.Text.Json.JsonSerializer.Deserialize(
        """{ "steps": [{ "$type": "echo", "name": "a", "input": { "message": "hi" } }, { "$type": "echo", "input": { "message": { "$ref": "a", "path": "output.message" } } }] }""",
        BatonJson.Default.WorkflowTemplate)!;

    private static async Task FollowAll(BatonClient client, ConcurrentDictionary<string, WorkflowStatus> ended, CancellationToken cancellationToken)
    {
        await foreach (var happened in client.FollowAll(new FollowOptions { Types = ["workflow:*"] }, cancellationToken))
        {
            var told = ((LiveEvent.OfWorkflow)happened).Event;
            Assert.False(ended.ContainsKey(told.WorkflowId) && !told.Status.IsTerminal(), $"{told.WorkflowId} was told to be {told.Status} after its end.");
            if (told.Status.IsTerminal())
            {
                ended[told.WorkflowId] = told.Status;
            }
        }
    }

    private static async Task<WorkflowStatus> Follow(BatonClient client, string id, CancellationToken cancellationToken)
    {
        LiveEvent? last = null;
        await foreach (var happened in client.Follow(id, cancellationToken: cancellationToken))
        {
            last = happened;
        }

        return ((LiveEvent.OfWorkflow)last!).Event.Status;
    }
}
