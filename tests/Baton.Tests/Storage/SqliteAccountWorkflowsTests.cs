using Baton.Accounts;
using Baton.Storage;
using Baton.Storage.Sqlite;
using Baton.Workflows;
using Xunit;

namespace Baton.Tests.Storage;

public sealed class SqliteAccountWorkflowsTests : IDisposable
{
    private static readonly AccountId Bob = new("bob");

    private readonly TestDatabase _database = new();
    private readonly SqliteWorkflowStore _store;
    private readonly SqliteAccountWorkflows _workflows;

    public SqliteAccountWorkflowsTests()
    {
        _store = new SqliteWorkflowStore(_database.Database, _database.Committer);
        _workflows = new SqliteAccountWorkflows(_database.Database);
    }

    public void Dispose()
    {
        _store.Dispose();
        _database.Dispose();
    }

    [Fact]
    public async Task Unfinished_AreTheAccountsOwn_InTheOrderOfTheirIds_WithTheirVersions()
    {
        await Save(AWorkflow.Running(3), AWorkflow.Running(1), AWorkflow.Ended(2), AWorkflow.Running(4, Bob), AWorkflow.Running(5).Ephemeral());
        await _store.Save(new WorkflowWrite(AWorkflow.Running(3).WithTags("changed"), 1));

        var first = await _workflows.Unfinished(AWorkflow.Ann, null, 2, BatonHost.Stop);
        var second = await _workflows.Unfinished(AWorkflow.Ann, first[^1].State.Id, 2, BatonHost.Stop);

        Assert.Equal([(AWorkflow.Id(1), 1L), (AWorkflow.Id(3), 2L)], first.Select(stored => (stored.State.Id, stored.Version)));
        Assert.Equal([AWorkflow.Id(5)], second.Select(stored => stored.State.Id));
    }

    [Fact]
    public async Task Ended_AreTheAccountsOwn_InTheOrderOfTheirEnds_PageAfterPage()
    {
        var at = AWorkflow.Now;
        await Save(
            AWorkflow.Running(1).End(at: at.AddSeconds(3)), AWorkflow.Running(2).End(at: at.AddTicks(-1)), AWorkflow.Running(3).End(at: at), AWorkflow.Running(4),
            AWorkflow.Running(5, Bob).End(at: at.AddSeconds(1)), AWorkflow.Running(6).End(at: at.AddSeconds(2)), AWorkflow.Running(7).End(at: at.AddSeconds(2)),
            AWorkflow.Running(8).Ephemeral().End(at: at.AddSeconds(2)), AWorkflow.Running(9).End(at: at.AddSeconds(4)) with { DeletedAt = at });

        var read = new List<WorkflowId>();
        var place = new EndPlace(at, 0);
        while (await _workflows.Ended(AWorkflow.Ann, place, 2, BatonHost.Stop) is { Count: > 0 } page)
        {
            read.AddRange(page.Select(ended => ended.Workflow.State.Id));
            place = page[^1].Place;
        }

        Assert.Equal(new[] { 3, 6, 7, 8, 1, 9 }.Select(AWorkflow.Id), read);
    }

    private async Task Save(params WorkflowState[] workflows)
    {
        foreach (var workflow in workflows)
        {
            Assert.IsType<SaveResult.Saved>(await _store.Save(new WorkflowWrite(workflow, 0)));
        }
    }
}
