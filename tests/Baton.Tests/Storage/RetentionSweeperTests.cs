using Baton.Storage;
using Baton.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Baton.Tests.Storage;

/// <summary>Invariant Bounded on disk: what is past its time goes, by itself.</summary>
public sealed class RetentionSweeperTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly FakeTimeProvider _time = new(AWorkflow.Now);
    private readonly SqliteWorkflowStore _store;
    private readonly RetentionSweeper _sweeper;

    public RetentionSweeperTests()
    {
        _store = new SqliteWorkflowStore(_database.Database, _database.Committer);
        _sweeper = new RetentionSweeper(_store, _time, Options.Create(new RetentionOptions()), NullLogger<RetentionSweeper>.Instance);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Workflow_ThirtyDaysAfterItEnded_IsForgotten()
    {
        await _store.Save(new WorkflowWrite(AWorkflow.Running(1).End(at: AWorkflow.Now.AddDays(-30).AddTicks(-1)), 0));
        await _store.Save(new WorkflowWrite(AWorkflow.Running(2).End(at: AWorkflow.Now.AddDays(-29)), 0));

        var forgotten = await _sweeper.Sweep(Stop);

        Assert.Equal(1, forgotten);
        Assert.Null(await _store.Load(AWorkflow.Id(1), Stop));
        Assert.NotNull(await _store.Load(AWorkflow.Id(2), Stop));
    }

    [Fact]
    public async Task MoreThanABatch_PastTheirTime_AllGoInOneSweep()
    {
        await Task.WhenAll(Enumerable.Range(1, 250).Select(number =>
            _store.Save(new WorkflowWrite(AWorkflow.Running(number).End(at: AWorkflow.Now.AddDays(-31)), 0))));

        Assert.Equal(250, await _sweeper.Sweep(Stop));
    }

    [Fact]
    public async Task IdempotencyKey_ADayLater_CanBeUsedAgain()
    {
        await Submit(1);
        await _sweeper.Sweep(Stop);
        Assert.IsType<SaveResult.Duplicate>(await Submit(2));

        _time.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));
        await _sweeper.Sweep(Stop);

        Assert.IsType<SaveResult.Saved>(await Submit(3));
    }

    public void Dispose()
    {
        _store.Dispose();
        _database.Dispose();
    }

    private Task<SaveResult> Submit(int number) =>
        _store.Save(new WorkflowWrite(AWorkflow.Running(number), 0) { IdempotencyKey = new IdempotencyKey("key", "digest") });
}
