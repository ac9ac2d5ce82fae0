using Baton.Hedging;
using Xunit;

namespace Baton.Tests.Simulation.Tails;

/// <summary>What hedging does to the slowest of a thousand jobs, and what that costs, in simulated time with the real engine.</summary>
public sealed class TailTests(ITestOutputHelper output)
{
    private const int Jobs = 20_000;

    [Fact]
    public void SlowestOfAThousand_WithHedging_AreTenTimesAsQuickForFivePercentMoreWork()
    {
        var without = TailRun.Of(seed: 1, Jobs, hedging: null);
        var with = TailRun.Of(seed: 1, Jobs, new HedgingOptions { Enabled = true });

        output.WriteLine(TailFigures.Head);
        output.WriteLine(without.Row("without"));
        output.WriteLine(with.Row("with"));
        Assert.Equal((Jobs, Jobs, 0.0), (without.Results, with.Results, without.ExtraPercent));
        Assert.True(with.At(0.999) * 10 <= without.At(0.999), $"{with.At(0.999)} is not a tenth of {without.At(0.999)}.");
        Assert.InRange(with.ExtraPercent, 0.5, 5);
        Assert.True(with.At(0.5) <= without.At(0.5) * 1.05, "The usual job is not to suffer.");
    }
}
