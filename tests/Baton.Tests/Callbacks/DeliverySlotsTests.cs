using Baton.Accounts;
using Baton.Callbacks;
using Xunit;

namespace Baton.Tests.Callbacks;

public sealed class DeliverySlotsTests
{
    private static readonly AccountId Ann = new("ann");
    private static readonly Uri Dead = new("https://a.example/dead");
    private static readonly Uri Live = new("https://a.example/live");
    private static readonly Uri Elsewhere = new("https://b.example/");

    [Fact]
    public async Task Endpoint_ThatIsFull_KeepsItsOwnWaitingAndNobodyElse()
    {
        var slots = new DeliverySlots(new CallbackOptions { PerEndpointMax = 2, PerHostMax = 3, WaitingPerEndpointMax = 1 });

        Assert.True(slots.Enter(Ann, Dead).IsCompletedSuccessfully);
        Assert.True(slots.Enter(Ann, Dead).IsCompletedSuccessfully);
        var third = slots.Enter(Ann, Dead);
        var fourth = slots.Enter(Ann, Dead);

        Assert.False(third.IsCompleted);
        Assert.False(await fourth);
        Assert.True(await slots.Enter(Ann, Live));
        Assert.True(await slots.Enter(Ann, Elsewhere));
        slots.Leave(Ann, Dead);
        Assert.True(await third);
    }

    [Fact]
    public async Task Host_ThatIsFull_ServesItsEndpointsInTurn()
    {
        var slots = new DeliverySlots(new CallbackOptions { PerEndpointMax = 2, PerHostMax = 1 });
        await slots.Enter(Ann, Dead);
        var dead = new[] { slots.Enter(Ann, Dead), slots.Enter(Ann, Dead) };
        var live = slots.Enter(Ann, Live);
        var bobs = slots.Enter(new AccountId("bob"), Dead);

        slots.Leave(Ann, Dead);
        Assert.True(await dead[0]);
        slots.Leave(Ann, Dead);
        Assert.True(await live);
        slots.Leave(Ann, Live);
        Assert.True(await bobs);
        Assert.False(dead[1].IsCompleted);
        slots.Leave(new AccountId("bob"), Dead);
        Assert.True(await dead[1]);
    }

    [Fact]
    public void Waiting_OfAllTogether_IsBounded()
    {
        var slots = new DeliverySlots(new CallbackOptions { PerEndpointMax = 1, WaitingMax = 2 });
        var entered = Enumerable.Range(0, 4).SelectMany(n => new[] { Url(n), Url(n) }).Select(url => slots.Enter(Ann, url)).ToList();

        Assert.Equal(2, entered.Count(task => !task.IsCompleted));
        Assert.Equal(2, entered.Count(task => task is { IsCompleted: true, Result: false }));

        static Uri Url(int number) => new($"https://{number}.example/");
    }
}
