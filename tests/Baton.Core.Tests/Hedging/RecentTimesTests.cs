using Baton.Hedging;
using Xunit;

namespace Baton.Core.Tests.Hedging;

/// <summary>What is usual is learnt from what came lately.</summary>
public sealed class RecentTimesTests
{
    [Fact]
    public void FewTimes_BelowWhatIsNeeded_SayNothing()
    {
        var times = new RecentTimes(needed: 20);

        Add(times, Enumerable.Repeat(1, 19));

        Assert.Null(times.Usual);
    }

    [Fact]
    public void Usual_OfAHundredTimes_IsWhatNinetyFiveDidNotExceed()
    {
        var times = new RecentTimes(needed: 100);

        Add(times, Enumerable.Range(1, 100).Reverse());

        Assert.Equal(TimeSpan.FromSeconds(95), times.Usual);
    }

    [Fact]
    public void Usual_AfterAChange_FollowsTheLatest()
    {
        var times = new RecentTimes(needed: 20);

        Add(times, Enumerable.Repeat(1, 1000).Concat(Enumerable.Repeat(10, 256)));

        Assert.Equal(TimeSpan.FromSeconds(10), times.Usual);
    }

    private static void Add(RecentTimes times, IEnumerable<int> seconds)
    {
        foreach (var one in seconds)
        {
            times.Add(TimeSpan.FromSeconds(one));
        }
    }
}
