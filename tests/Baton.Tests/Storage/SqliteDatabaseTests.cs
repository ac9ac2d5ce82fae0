using Baton.Storage;
using Baton.Storage.Sqlite;
using Baton.Workflows;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Baton.Tests.Storage;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly TestDatabase _database = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SavedWorkflow_OfAServerThatWasCutOff_IsThereAfterARestart()
    {
        using var store = new SqliteWorkflowStore(_database.Database, _database.Committer);
        await store.Save(new WorkflowWrite(AWorkflow.WithEverything(), 0));

        // What lies on disk while the server still runs is what would be left of it after a kill.
        using var left = new CopiedDirectory(_database.Directory);
        using var restarted = new TestDatabase(left.Path);
        using var storeAfter = new SqliteWorkflowStore(restarted.Database, restarted.Committer);

        Assert.Equal(1, (await storeAfter.Load(AWorkflow.Id(1), Cancellation))!.Version);
    }

    [Fact]
    public async Task Writer_SyncsEveryCommit()
    {
        var pragmas = await _database.Committer.Commit(connection => (
            Synchronous: connection.Prepared("PRAGMA synchronous").First(row => row.Long(0)),
            Journal: connection.Prepared("PRAGMA journal_mode").First(row => row.Text(0)),
            ForeignKeys: connection.Prepared("PRAGMA foreign_keys").First(row => row.Long(0))));

        Assert.Equal((2, "wal", 1), pragmas);
    }

    [Fact]
    public async Task Reader_ThatWrites_IsRefused()
    {
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _database.Database.Read(
            connection => connection.Prepared("DELETE FROM workflows").Execute(), Cancellation));
    }

    [Fact]
    public async Task Scan_ThatIsCanceled_StopsTheStatement()
    {
        using var cancel = new CancellationTokenSource();

        var scan = Task.Run(() => _database.Database.Scan(
            connection =>
            {
                connection.CreateFunction("cancel", () =>
                {
                    cancel.Cancel();
                    return 1;
                });
                return connection.Prepared("WITH RECURSIVE n(i) AS (SELECT cancel() UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n").First(row => row.Long(0));
            },
            cancel.Token), Cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scan.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
    }

    [Theory]
    [InlineData("UPDATE workflows SET status = 'succeeded'")]
    [InlineData("UPDATE workflows SET completed_at = 1")]
    [InlineData("UPDATE workflows SET wake_at = NULL")]
    [InlineData("UPDATE workflows SET status = 'Processing'")]
    public async Task Row_AgainstTheInvariants_IsRefusedByTheSchema(string sql)
    {
        using var store = new SqliteWorkflowStore(_database.Database, _database.Committer);
        await store.Save(new WorkflowWrite(AWorkflow.Running(), 0));

        var refused = await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(
            () => _database.Committer.Commit(connection => connection.Prepared(sql).Execute()));

        Assert.Contains("CHECK", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SecondServer_OnTheSameDirectory_IsRefusedWithWords()
    {
        using var first = Services(asServer: true);
        first.GetRequiredService<IWorkflowStore>();
        using var second = Services(asServer: true);

        var refused = Assert.Throws<DataDirectoryInUseException>(second.GetRequiredService<IWorkflowStore>);

        Assert.Contains($"is using {_database.Directory}.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_BesideARunningServer_ReadsAndWrites()
    {
        using var server = Services(asServer: true);
        using var command = Services(asServer: false);
        await server.GetRequiredService<IWorkflowStore>().Save(new WorkflowWrite(AWorkflow.Running(1), 0));

        var result = await command.GetRequiredService<IWorkflowStore>().Save(new WorkflowWrite(AWorkflow.Running(2), 0));

        Assert.Equal(new SaveResult.Saved(1), result);
        Assert.NotNull(await server.GetRequiredService<IWorkflowStore>().Load(AWorkflow.Id(2), Cancellation));
    }

    [Fact]
    public void Server_ThatHasStopped_LeavesTheDirectoryFree()
    {
        Services(asServer: true).Dispose();
        using (var first = Services(asServer: true))
        {
            first.GetRequiredService<IWorkflowStore>();
        }

        using var second = Services(asServer: true);
        Assert.NotNull(second.GetRequiredService<IWorkflowStore>());
    }

    public static TheoryData<string, WorkflowQuery> Queries => new()
    {
        { "workflows_listed", AQuery.All },
        { "workflows_listed", AQuery.All with { After = new WorkflowId("wf_1"), Ascending = true, ExcludeFailed = true, From = AWorkflow.Now, To = AWorkflow.Now, ExcludeTags = ["x"] } },
        { "lead", AQuery.All with { Tags = ["a", "b"], Text = "word", After = new WorkflowId("wf_1") } },
        { "lead", AQuery.All with { Text = "word", ExcludeFailed = true } },
    };

    [Theory]
    [MemberData(nameof(Queries), DisableDiscoveryEnumeration = true)]
    public async Task Query_OfAnyShape_WalksInTheOrderOfIdsAndSortsNothing(string lead, WorkflowQuery query)
    {
        var plan = await _database.Database.Scan(connection => WorkflowPage.Explain((StoreConnection)connection, query), Cancellation);

        Assert.Contains(lead, plan[0], StringComparison.Ordinal);
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal) || step.StartsWith("SCAN", StringComparison.Ordinal));
    }

    public void Dispose() => _database.Dispose();

    private ServiceProvider Services(bool asServer) => new ServiceCollection()
        .AddLogging()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection([new($"{StorageOptions.Section}:{nameof(StorageOptions.Directory)}", _database.Directory)])
            .Build())
        .AddSqliteStorage(asServer)
        .BuildServiceProvider();
}
