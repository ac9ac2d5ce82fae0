using Baton.Accounts;
using Baton.Storage;
using Xunit;

namespace Baton.Tests.Storage;

public abstract partial class WorkflowStoreContract
{
    private static readonly IdempotencyKey Key = new("key-1", "digest-1");

    [Fact]
    public async Task ExternalId_UsedAgainInTheAccount_IsADuplicateOfTheFirst()
    {
        var first = await Saved(AWorkflow.Running(1).WithExternalId("order 7"));

        var result = await Store.Save(new WorkflowWrite(AWorkflow.Running(2).WithExternalId("order 7"), 0));

        Assert.Equal(new SaveResult.Duplicate(first.Id, SameBody: true), result);
        Assert.Null(await Store.Load(AWorkflow.Id(2), Cancellation));
    }

    [Fact]
    public async Task ExternalId_OfADeletedWorkflow_IsFreeAgain()
    {
        var first = await Saved(AWorkflow.Ended(1).WithExternalId("order 7"));
        await Store.Save(new WorkflowWrite(first with { DeletedAt = AWorkflow.Now }, 1));

        Assert.Null(await Store.FindByExternalId(AWorkflow.Ann, "order 7", Cancellation));
        await Saved(AWorkflow.Running(2).WithExternalId("order 7"));

        Assert.Equal(AWorkflow.Id(2), await Store.FindByExternalId(AWorkflow.Ann, "order 7", Cancellation));
    }

    [Fact]
    public async Task ExternalId_OfAnotherAccount_IsFreeAndNotFound()
    {
        await Saved(AWorkflow.Running(1).WithExternalId("order 7"));
        var bob = new AccountId("bob");

        Assert.Null(await Store.FindByExternalId(bob, "order 7", Cancellation));
        await Saved(AWorkflow.Running(2, bob).WithExternalId("order 7"));

        Assert.Equal(AWorkflow.Id(1), await Store.FindByExternalId(AWorkflow.Ann, "order 7", Cancellation));
        Assert.Equal(AWorkflow.Id(2), await Store.FindByExternalId(bob, "order 7", Cancellation));
    }

    [Theory]
    [InlineData("digest-1", true)]
    [InlineData("digest-2", false)]
    public async Task IdempotencyKey_UsedAgain_IsADuplicateThatSaysWhetherTheBodyWasTheSame(string digest, bool sameBody)
    {
        var first = await Saved(AWorkflow.Running(1), Key);

        var result = await Store.Save(new WorkflowWrite(AWorkflow.Running(2), 0) { IdempotencyKey = Key with { BodyDigest = digest } });

        Assert.Equal(new SaveResult.Duplicate(first.Id, sameBody), result);
        Assert.Null(await Store.Load(AWorkflow.Id(2), Cancellation));
    }

    [Fact]
    public async Task IdempotencyKey_OfAnotherAccount_IsFree()
    {
        await Saved(AWorkflow.Running(1), Key);

        await Saved(AWorkflow.Running(2, new AccountId("bob")), Key);
    }

    [Fact]
    public async Task IdempotencyKeyAndExternalId_BothUsed_TheKeyDecides()
    {
        await Saved(AWorkflow.Running(1).WithExternalId("order 7"));
        var keyed = await Saved(AWorkflow.Running(2), Key);

        var result = await Store.Save(new WorkflowWrite(AWorkflow.Running(3).WithExternalId("order 7"), 0) { IdempotencyKey = Key });

        Assert.Equal(new SaveResult.Duplicate(keyed.Id, SameBody: true), result);
    }

    [Fact]
    public async Task RefusedNewWorkflow_LeavesItsKeyFree()
    {
        await Saved(AWorkflow.Running(1).WithExternalId("order 7"));
        await Store.Save(new WorkflowWrite(AWorkflow.Running(2).WithExternalId("order 7"), 0) { IdempotencyKey = Key });

        await Saved(AWorkflow.Running(3), Key);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ConcurrentNewWorkflows_WithOneKeyOrExternalId_HaveOneWinnerThatTheOthersName(bool byKey)
    {
        var writes = Enumerable.Range(1, 50).Select(number => byKey
            ? new WorkflowWrite(AWorkflow.Running(number), 0) { IdempotencyKey = Key }
            : new WorkflowWrite(AWorkflow.Running(number).WithExternalId("order 7"), 0)).ToList();

        var results = await Task.WhenAll(writes.Select(write => Task.Run(() => Store.Save(write))));

        var winner = writes[Array.FindIndex(results, result => result is SaveResult.Saved)].Id;
        Assert.Single(results, new SaveResult.Saved(1));
        Assert.Equal(49, results.Count(result => result == new SaveResult.Duplicate(winner, SameBody: true)));
        Assert.Equal([winner], await Ids(AQuery.All));
    }
}
