using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Steps;
using Baton.Storage;
using Baton.Workflows;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Baton.Bench;

/// <summary>
/// How many finished one-step workflows the embedded store can take by itself: group commit, synchronous=FULL, one write each, with nothing before it
/// and nothing after.
/// </summary>
internal sealed record StoreLimit(double RowsPerSecond, int DocumentBytes, int DefinitionBytes)
{
    public const int Savers = 256;

    public static async Task<StoreLimit> Measure(TimeSpan duration, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("baton-limit-").FullName;
        try
        {
            await using var services = Services(directory);
            var store = services.GetRequiredService<IWorkflowStore>();
            var end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
            var counts = await Task.WhenAll(Enumerable.Range(0, Savers).Select(saver => Task.Run(() => SaveMany(store, saver, end), cancellationToken)));
            var sample = Finished(0, 0);
            return new StoreLimit(
                counts.Sum() / duration.TotalSeconds,
                JsonSerializer.SerializeToUtf8Bytes(sample, WorkflowStateJson.Default.WorkflowState).Length,
                JsonSerializer.SerializeToUtf8Bytes(sample.Definition, WorkflowStateJson.Default.WorkflowDefinition).Length);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    public static ServiceProvider Services(string directory) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new($"{StorageOptions.Section}:{nameof(StorageOptions.Directory)}", directory)]).Build())
        .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
        .AddSqliteStorage()
        .BuildServiceProvider();

    private static async Task<int> SaveMany(IWorkflowStore store, int saver, long end)
    {
        var count = 0;
        while (Stopwatch.GetTimestamp() < end)
        {
            await store.Save(new WorkflowWrite(Finished(saver, count), expectedVersion: 0));
            count++;
        }

        return count;
    }

    private static WorkflowState Finished(int saver, int number)
    {
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks((number * Savers) + saver);
        var id = new WorkflowId($"wf_{Ulid.NewUlid(at)}");
        var message = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["message"] = "A lighthouse at dusk, in the style of an old postcard." });
        var job = new JobState { Id = JobId.For(id, 0, 0), Status = WorkflowStatus.Succeeded, Epoch = 1, StartedAt = at, CompletedAt = at, Output = message, ReportedBy = new("01JDG5D8Q5T7V3M4N6P8R9S0T1/builtin/0") };
        return new WorkflowState
        {
            Id = id,
            Account = new AccountId("default"),
            CreatedAt = at,
            StartedAt = at,
            CompletedAt = at,
            Status = WorkflowStatus.Succeeded,
            Definition = new WorkflowDefinition { Steps = [new StepDefinition("0", "echo", message, Priority.Normal, TimeSpan.FromHours(1), 0, [])] },
            Steps = [new StepState { Status = WorkflowStatus.Succeeded, ReadyAt = at, StartedAt = at, CompletedAt = at, Jobs = ImmutableArray.Create(job) }],
        };
    }
}
