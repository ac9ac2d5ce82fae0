using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Live;
using Baton.Tests.Storage;
using Baton.Workflows;
using Microsoft.Extensions.Options;
using Xunit;

namespace Baton.Tests.Live;

public sealed class LiveUpdatesTests
{
    private readonly LiveUpdates _updates = new(Options.Create(new LiveOptions { PendingMax = 3 }));

    [Fact]
    public async Task Change_IsHeardByThoseOfTheWorkflowAndOfTheAccount_AndByNobodyElse()
    {
        using var own = _updates.OfWorkflow(AWorkflow.Id(1));
        using var account = _updates.OfAccount(AWorkflow.Ann);
        using var foreign = _updates.OfAccount(new AccountId("bob"));
        using var another = _updates.OfWorkflow(AWorkflow.Id(2));

        Tell(AWorkflow.Running(1), version: 1);

        Assert.Single((await own.Next(BatonHost.Stop)).Changes);
        Assert.Single((await account.Next(BatonHost.Stop)).Changes);
        Assert.False(foreign.Next(BatonHost.Stop).AsTask().IsCompleted);
        Assert.False(another.Next(BatonHost.Stop).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Changes_OfOneWorkflowThatNobodyTook_BecomeOneFromTheFirstToTheLast()
    {
        using var account = _updates.OfAccount(AWorkflow.Ann);
        var (first, last) = (AWorkflow.Running(1), AWorkflow.Ended(1));

        _updates.Tell(new LiveChange(null, first, 1));
        _updates.Tell(new LiveChange(null, AWorkflow.Running(2), 1));
        _updates.Tell(new LiveChange(first, last, 2));
        var (changes, _, isOverrun) = await account.Next(BatonHost.Stop);

        Assert.Equal([(AWorkflow.Id(1), 2L), (AWorkflow.Id(2), 1L)], changes.Select(change => (change.After.Id, change.Version)));
        Assert.Null(changes.First().Before);
        Assert.Equal(WorkflowStatus.Succeeded, changes.First().After.Status);
        Assert.False(isOverrun);
    }

    [Fact]
    public async Task Reader_ThatLetsTooMuchComeTogether_IsToldSo()
    {
        using var account = _updates.OfAccount(AWorkflow.Ann);

        for (var number = 1; number <= 4; number++)
        {
            Tell(AWorkflow.Running(number), version: 1);
        }

        var (changes, _, isOverrun) = await account.Next(BatonHost.Stop);
        Assert.True(isOverrun);
        Assert.Equal(3, changes.Count);
    }

    [Fact]
    public async Task Wait_ForNews_EndsWithTheChangeOrTheBeat()
    {
        using var own = _updates.OfWorkflow(AWorkflow.Id(1));
        var waiting = own.Next(BatonHost.Stop).AsTask();
        Assert.False(waiting.IsCompleted);

        Tell(AWorkflow.Ended(1), version: 2);
        var news = await waiting;
        for (var slot = 0; slot < LiveUpdates.BeatSlots; slot++)
        {
            _updates.Beat(slot);
        }

        Assert.False(news.Beats);
        Assert.Equal((0, true), await own.Next(BatonHost.Stop) is var (changes, beats, _) ? (changes.Count, beats) : default);
    }

    [Fact]
    public void Listener_ThatHasGone_HearsNothingAndLeavesTheOthers()
    {
        var gone = _updates.OfWorkflow(AWorkflow.Id(1));
        using var stays = _updates.OfWorkflow(AWorkflow.Id(1));

        gone.Dispose();
        Tell(AWorkflow.Running(1), version: 1);

        Assert.False(gone.Next(BatonHost.Stop).AsTask().IsCompleted);
        Assert.True(stays.Next(BatonHost.Stop).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Listeners_WhoComeAndGoAtTheSameTime_AreNeverLost()
    {
        await Parallel.ForAsync(0, 2_000, BatonHost.Stop, async (_, _) =>
        {
            using var one = _updates.OfWorkflow(AWorkflow.Id(1));
            Tell(AWorkflow.Running(1), version: 1);
            Assert.NotEmpty((await one.Next(BatonHost.Stop)).Changes);
        });
    }

    private void Tell(WorkflowState workflow, long version) => _updates.Tell(new LiveChange(null, workflow, version));
}
