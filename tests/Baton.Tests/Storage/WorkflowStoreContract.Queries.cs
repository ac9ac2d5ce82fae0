using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Storage;
using Baton.Workflows;
using Xunit;

namespace Baton.Tests.Storage;

public abstract partial class WorkflowStoreContract
{
    [Fact]
    public async Task Query_WithNoConditions_FindsTheAccountsWorkflowsNewestFirst()
    {
        await Saved(AWorkflow.Running(1));
        await Saved(AWorkflow.Ended(2));
        await Saved(AWorkflow.Running(3, new AccountId("bob")));

        var found = await Store.Query(AQuery.All, Cancellation);

        Assert.Equal([AWorkflow.Id(2), AWorkflow.Id(1)], found.Select(workflow => workflow.Id));
        Assert.Equal(AsJson(AWorkflow.Ended(2)), AsJson(found[0]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Query_PageAfterPage_GivesEachWorkflowOnceInOrder(bool ascending)
    {
        foreach (var number in Enumerable.Range(1, 7))
        {
            await Saved(AWorkflow.Running(number));
        }

        var query = AQuery.All with { Ascending = ascending, Take = 3 };
        var pages = new List<IReadOnlyList<WorkflowId>>();
        do
        {
            pages.Add(await Ids(query));
            query = query with { After = pages[^1] is [.., var last] ? last : null };
        }
        while (pages[^1].Count > 0);

        var expected = Enumerable.Range(1, 7).Select(AWorkflow.Id);
        Assert.Equal([3, 3, 1, 0], pages.Select(page => page.Count));
        Assert.Equal(ascending ? expected : expected.Reverse(), pages.SelectMany(page => page));
    }

    [Fact]
    public async Task Query_OfDeletedAndEndedEphemeralWorkflows_LeavesThemOut()
    {
        await Saved(AWorkflow.Ended(1) with { DeletedAt = AWorkflow.Now });
        await Saved(AWorkflow.Ended(2).Ephemeral());
        await Saved(AWorkflow.Running(3).Ephemeral());
        await Saved(AWorkflow.Ended(4));

        Assert.Equal([AWorkflow.Id(4), AWorkflow.Id(3)], await Ids(AQuery.All));

        await Store.Save(new WorkflowWrite(AWorkflow.Running(3).Ephemeral().End(), 1));
        await Store.Save(new WorkflowWrite(AWorkflow.Ended(4) with { DeletedAt = AWorkflow.Now }, 1));

        Assert.Empty(await Ids(AQuery.All));
    }

    [Fact]
    public async Task Query_ExcludingFailed_LeavesOutFailedExpiredAndCanceled()
    {
        foreach (var status in Enum.GetValues<WorkflowStatus>())
        {
            var workflow = AWorkflow.Running((int)status);
            await Saved(status.IsTerminal() ? workflow.End(status) : workflow with { Status = status });
        }

        var found = await Store.Query(AQuery.All with { ExcludeFailed = true, Ascending = true }, Cancellation);

        Assert.Equal(
            [WorkflowStatus.Unassigned, WorkflowStatus.Preparing, WorkflowStatus.Scheduled, WorkflowStatus.Processing, WorkflowStatus.Succeeded],
            found.Select(workflow => workflow.Status));
    }

    [Fact]
    public async Task Query_ExcludingFailed_NoticesOneThatFailsLater()
    {
        await Saved(AWorkflow.Running());

        await Store.Save(new WorkflowWrite(AWorkflow.Running().End(WorkflowStatus.Failed), 1));

        Assert.Empty(await Ids(AQuery.All with { ExcludeFailed = true }));
        Assert.Single(await Ids(AQuery.All));
    }

    [Fact]
    public async Task Query_ByDates_IncludesBothEnds()
    {
        foreach (var number in Enumerable.Range(0, 4))
        {
            await Saved(AWorkflow.Running(number) with { CreatedAt = AWorkflow.Now.AddTicks(number) });
        }

        var found = await Ids(AQuery.All with { From = AWorkflow.Now.AddTicks(1), To = AWorkflow.Now.AddTicks(2) });

        Assert.Equal([AWorkflow.Id(2), AWorkflow.Id(1)], found);
    }

    [Fact]
    public async Task Query_ByTags_WantsAllOfThemAndNoneOfTheExcluded()
    {
        await Saved(AWorkflow.Running(1).WithTags("a"));
        await Saved(AWorkflow.Running(2).WithTags("a", "b"));
        await Saved(AWorkflow.Running(3).WithTags("a", "b", "c"));
        await Saved(AWorkflow.Running(4, new AccountId("bob")).WithTags("a", "b"));

        Assert.Equal([AWorkflow.Id(3), AWorkflow.Id(2)], await Ids(AQuery.All with { Tags = ["a", "b"] }));
        Assert.Equal([AWorkflow.Id(2)], await Ids(AQuery.All with { Tags = ["a", "b"], ExcludeTags = ["c"] }));
        Assert.Equal([AWorkflow.Id(1)], await Ids(AQuery.All with { ExcludeTags = ["b"] }));
        Assert.Empty(await Ids(AQuery.All with { Tags = ["A"] }));
    }

    [Fact]
    public async Task Query_ByTags_FollowsTheirChanges()
    {
        await Saved(AWorkflow.Running().WithTags("old", "kept"));

        await Store.Save(new WorkflowWrite(AWorkflow.Running().WithTags("kept", "new", "new"), 1));

        Assert.Empty(await Ids(AQuery.All with { Tags = ["old"] }));
        Assert.Single(await Ids(AQuery.All with { Tags = ["kept", "new"] }));
    }

    [Theory]
    [InlineData("BRÜCKE", true)]
    [InlineData("title", true)]
    [InlineData("12.5", true)]
    [InlineData("deep", true)]
    [InlineData("über die", true)]
    [InlineData("%", false)]
    [InlineData("_", false)]
    [InlineData("bruecke", false)]
    [InlineData("\":\"", false)]
    public async Task Query_ByText_LooksThroughNamesAndValuesOfTheMetadata(string text, bool found)
    {
        await Saved(AWorkflow.Running().WithMetadata("""{"Title":"\u00dcber die Br\u00fccke","x":[{"Deep":12.5}]}"""));

        Assert.Equal(found, (await Ids(AQuery.All with { Text = text })).Count == 1);
    }

    [Fact]
    public async Task Query_ByText_FollowsChangesOfTheMetadata()
    {
        await Saved(AWorkflow.Running().WithMetadata("""{"a":"old"}"""));

        await Store.Save(new WorkflowWrite(AWorkflow.Running().WithMetadata("""{"a":"new"}"""), 1));

        Assert.Empty(await Ids(AQuery.All with { Text = "old" }));
        Assert.Single(await Ids(AQuery.All with { Text = "new" }));
    }
}
