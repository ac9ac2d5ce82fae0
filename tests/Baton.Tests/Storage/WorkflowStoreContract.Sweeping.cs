using Baton.Accounts;
using Baton.Storage;
using Xunit;

namespace Baton.Tests.Storage;

public abstract partial class WorkflowStoreContract
{
    private static readonly DateTimeOffset Never = DateTimeOffset.UnixEpoch;

    [Fact]
    public async Task Overdue_GivesUnfinishedWorkflowsThatAreDue_MostOverdueFirst()
    {
        await Saved(AWorkflow.Running(1).DueAt(AWorkflow.Now.AddSeconds(20)));
        await Saved(AWorkflow.Running(2).DueAt(AWorkflow.Now.AddSeconds(10)));
        await Saved(AWorkflow.Running(3).DueAt(AWorkflow.Now.AddSeconds(20).AddTicks(1)));
        await Saved(AWorkflow.Ended(4).DueAt(AWorkflow.Now));

        Assert.Equal([AWorkflow.Id(2), AWorkflow.Id(1)], await Store.Overdue(AWorkflow.Now.AddSeconds(20), 10, Cancellation));
        Assert.Equal([AWorkflow.Id(2)], await Store.Overdue(AWorkflow.Now.AddSeconds(20), 1, Cancellation));
    }

    [Fact]
    public async Task CountUnfinished_CountsWhatHasNotEnded_ByAccount()
    {
        var bob = new AccountId("bob");
        await Saved(AWorkflow.Running(1));
        await Saved(AWorkflow.Running(2));
        await Saved(AWorkflow.Ended(3));
        await Saved(AWorkflow.Running(4, bob));

        Assert.Equal([(AWorkflow.Ann, 2), (bob, 1)], (await Store.CountUnfinished(Cancellation)).OrderBy(entry => entry.Account.Value, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Overdue_AfterANewerWakeUpOrTheEnd_FollowsIt()
    {
        await Saved(AWorkflow.Running(1).DueAt(AWorkflow.Now));
        await Saved(AWorkflow.Running(2).DueAt(AWorkflow.Now));
        await Store.Save(new WorkflowWrite(AWorkflow.Running(1).DueAt(AWorkflow.Now.AddSeconds(1)), 1));
        await Store.Save(new WorkflowWrite(AWorkflow.Running(2).End(), 1));

        Assert.Empty(await Store.Overdue(AWorkflow.Now, 10, Cancellation));
        Assert.Equal([AWorkflow.Id(1)], await Store.Overdue(AWorkflow.Now.AddSeconds(1), 10, Cancellation));
    }

    [Fact]
    public async Task Overdue_GivesEndedWorkflowsThatHaveCallbacksToDeliver()
    {
        await Saved(AWorkflow.Ended(1).WithCallbackDue(AWorkflow.Now.AddSeconds(10)));
        await Saved(AWorkflow.Running(2).DueAt(AWorkflow.Now.AddDays(1)));
        await Store.Save(new WorkflowWrite(AWorkflow.Running(2).End().WithCallbackDue(AWorkflow.Now.AddSeconds(5)), 1));

        Assert.Equal([AWorkflow.Id(2), AWorkflow.Id(1)], await Store.Overdue(AWorkflow.Now.AddSeconds(10), 10, Cancellation));
        Assert.Empty(await Store.Unfinished(null, 10, Cancellation));
        await Store.Save(new WorkflowWrite(AWorkflow.Ended(1), 1));
        Assert.Equal([AWorkflow.Id(2)], await Store.Overdue(AWorkflow.Now.AddSeconds(10), 10, Cancellation));
    }

    [Fact]
    public async Task Forget_LeavesWhatHasCallbacksToDeliver_AndEphemeralOnesWithParkedOnes()
    {
        await Saved(AWorkflow.Ended(1).WithCallbackDue(AWorkflow.Now));
        await Saved(AWorkflow.Ended(2).Ephemeral().WithCallbackDue(AWorkflow.Now));
        await Saved(AWorkflow.Ended(3).Ephemeral().WithParkedCallback());

        Assert.Equal(0, await Store.Forget(Never, Never, 100, Cancellation));
        Assert.Equal(1, await Store.Forget(AWorkflow.Now.AddDays(1), Never, 100, Cancellation));
        Assert.Null(await Store.Load(AWorkflow.Id(3), Cancellation));
        Assert.Empty(await Store.WithParkedCallbacks(AWorkflow.Ann, null, 10, Cancellation));
    }

    [Fact]
    public async Task WithParkedCallbacks_GivesTheAccountsWhetherListedOrNot_UntilTheyAreSentAgain()
    {
        await Saved(AWorkflow.Ended(3).WithParkedCallback());
        await Saved(AWorkflow.Ended(1) with { DeletedAt = AWorkflow.Now });
        await Store.Save(new WorkflowWrite(AWorkflow.Ended(1).WithParkedCallback() with { DeletedAt = AWorkflow.Now }, 1));
        await Saved(AWorkflow.Ended(2).Ephemeral().WithParkedCallback());
        await Saved(AWorkflow.Running(4, new AccountId("bob")).WithParkedCallback());

        Assert.Equal([AWorkflow.Id(1), AWorkflow.Id(2)], (await Store.WithParkedCallbacks(AWorkflow.Ann, null, 2, Cancellation)).Select(w => w.Id));
        Assert.Equal([AWorkflow.Id(3)], (await Store.WithParkedCallbacks(AWorkflow.Ann, AWorkflow.Id(2), 2, Cancellation)).Select(w => w.Id));
        await Store.Save(new WorkflowWrite(AWorkflow.Ended(3), 1));
        Assert.Empty(await Store.WithParkedCallbacks(AWorkflow.Ann, AWorkflow.Id(2), 2, Cancellation));
    }

    [Fact]
    public async Task Unfinished_PageAfterPage_GivesThemInTheOrderOfTheirIds()
    {
        foreach (var number in new[] { 3, 1, 5, 4 })
        {
            await Saved(AWorkflow.Running(number));
        }

        await Saved(AWorkflow.Ended(2));
        await Store.Save(new WorkflowWrite(AWorkflow.Running(4).End(), 1));

        Assert.Equal([AWorkflow.Id(1), AWorkflow.Id(3)], await Store.Unfinished(null, 2, Cancellation));
        Assert.Equal([AWorkflow.Id(5)], await Store.Unfinished(AWorkflow.Id(3), 2, Cancellation));
        Assert.Empty(await Store.Unfinished(AWorkflow.Id(5), 2, Cancellation));
    }

    [Fact]
    public async Task Forget_TakesWhatEndedBeforeThen_AndNothingElse()
    {
        await Saved(AWorkflow.Running(1).WithTags("t").WithMetadata("""{"m":"word"}""").End(at: AWorkflow.Now));
        await Saved(AWorkflow.Running(2).End(at: AWorkflow.Now.AddTicks(1)));
        await Saved(AWorkflow.Running(3));

        var forgotten = await Store.Forget(AWorkflow.Now.AddTicks(1), Never, 100, Cancellation);

        Assert.Equal(1, forgotten);
        Assert.Null(await Store.Load(AWorkflow.Id(1), Cancellation));
        Assert.Equal([AWorkflow.Id(3), AWorkflow.Id(2)], await Ids(AQuery.All));
        Assert.Empty(await Ids(AQuery.All with { Tags = ["t"] }));
        Assert.Empty(await Ids(AQuery.All with { Text = "word" }));
    }

    [Fact]
    public async Task Forget_TakesEphemeralWorkflowsOnceTheyHaveEnded()
    {
        await Saved(AWorkflow.Ended(1).Ephemeral());
        await Saved(AWorkflow.Running(2).Ephemeral());

        var forgotten = await Store.Forget(Never, Never, 100, Cancellation);

        Assert.Equal(1, forgotten);
        Assert.Null(await Store.Load(AWorkflow.Id(1), Cancellation));
        Assert.NotNull(await Store.Load(AWorkflow.Id(2), Cancellation));
    }

    [Fact]
    public async Task Forget_OfMoreThanTheMost_GoesInSteps()
    {
        foreach (var number in Enumerable.Range(1, 5))
        {
            await Saved(number % 2 == 0 ? AWorkflow.Ended(number) : AWorkflow.Ended(number).Ephemeral());
        }

        var steps = new List<int>();
        do
        {
            steps.Add(await Store.Forget(AWorkflow.Now.AddDays(1), Never, 2, Cancellation));
        }
        while (steps[^1] == 2);

        Assert.Equal([2, 2, 1], steps);
    }

    [Fact]
    public async Task ForgottenExternalId_IsFreeAgain()
    {
        await Saved(AWorkflow.Ended(1).WithExternalId("order 7"));
        await Store.Forget(AWorkflow.Now.AddDays(1), Never, 100, Cancellation);

        await Saved(AWorkflow.Running(2).WithExternalId("order 7"));
    }

    [Fact]
    public async Task Forget_WhileAKeyIsKept_KeepsItsWorkflowToo()
    {
        var workflow = await Saved(AWorkflow.Ended(1).Ephemeral(), Key);

        Assert.Equal(0, await Store.Forget(AWorkflow.Now.AddDays(1), AWorkflow.Now, 100, Cancellation));
        Assert.Equal(
            new SaveResult.Duplicate(workflow.Id, SameBody: true),
            await Store.Save(new WorkflowWrite(AWorkflow.Running(2), 0) { IdempotencyKey = Key }));

        Assert.Equal(1, await Store.Forget(AWorkflow.Now.AddDays(1), AWorkflow.Now.AddTicks(1), 100, Cancellation));
        await Saved(AWorkflow.Running(2), Key);
    }
}
