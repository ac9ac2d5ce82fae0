using System.Text.Json;
using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Steps;
using Baton.Storage;
using Baton.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Bench;

/// <summary>Puts workflows whose job waits for a worker straight into the store of a server that does not run.</summary>
internal static class WaitingJobs
{
    public const string Type = "videoMetadata";

    public const string Body = """{"steps":[{"$type":"videoMetadata","input":{"video":"https://example.com/a.mp4"}}]}""";

    private const int Savers = 256;

    public static async Task Store(string directory, int count, CancellationToken cancellationToken)
    {
        await using var services = StoreLimit.Services(directory);
        var store = services.GetRequiredService<IWorkflowStore>();
        var start = TimeProvider.System.GetUtcNow();
        var left = count;
        await Task.WhenAll(Enumerable.Range(0, Savers).Select(_ => Task.Run(
            async () =>
            {
                int number;
                while ((number = Interlocked.Decrement(ref left)) >= 0)
                {
                    await store.Save(new WorkflowWrite(Waiting(start.AddTicks(-number)), expectedVersion: 0));
                }
            },
            cancellationToken)));
    }

    private static WorkflowState Waiting(DateTimeOffset at)
    {
        var id = new WorkflowId($"wf_{Ulid.NewUlid(at)}");
        var input = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["video"] = "https://example.com/a.mp4" });
        return new WorkflowState
        {
            Id = id,
            Account = new AccountId("default"),
            CreatedAt = at,
            Definition = new WorkflowDefinition { Steps = [new StepDefinition("0", Type, input, Priority.Normal, TimeSpan.FromHours(5), 0, [])] },
            Steps = [new StepState { ReadyAt = at, Jobs = [new JobState { Id = JobId.For(id, 0, 0) }] }],
        };
    }
}
