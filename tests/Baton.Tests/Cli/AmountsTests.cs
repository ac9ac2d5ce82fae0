using Baton.Terminals;
using Xunit;

namespace Baton.Tests.Cli;

public sealed class AmountsTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1_000, "1 KB")]
    [InlineData(48_250, "48.2 KB")]
    [InlineData(480_250, "480 KB")]
    [InlineData(3_000_000_000_000_000, "3000 TB")]
    public void Bytes_OfAnySize_FitTheirUnit(long bytes, string text) => Assert.Equal(text, Amounts.Bytes(bytes));

    [Theory]
    [InlineData(0.004, "4 ms")]
    [InlineData(0.0994, "99 ms")]
    [InlineData(0.0996, "0.1 s")]
    [InlineData(61.26, "61.3 s")]
    [InlineData(185, "3 min 5 s")]
    public void Durations_OfAnyLength_AreReadable(double seconds, string text) => Assert.Equal(text, Amounts.Seconds(TimeSpan.FromSeconds(seconds)));
}
