using Baton.Jobs;
using Xunit;

namespace Baton.Core.Tests.Jobs;

public sealed class RetryScheduleTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(6, 32)]
    [InlineData(7, 60)]
    [InlineData(1_000_000, 60)]
    public void Pause_AfterEachFurtherFailure_DoublesUpToTheLongest(int failures, int seconds)
    {
        var pause = new RetrySchedule().PauseAfter(failures);

        Assert.Equal(TimeSpan.FromSeconds(seconds), pause);
    }
}
