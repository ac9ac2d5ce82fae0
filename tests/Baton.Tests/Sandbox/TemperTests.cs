using Baton.Providers.Sandbox;
using Xunit;

namespace Baton.Tests.Sandbox;

public sealed class TemperTests
{
    private const int Jobs = 20_000;

    [Fact]
    public void SameJob_AtTheSameAttempt_MeetsTheSameFateAndAnotherSeedOthers()
    {
        var temper = SandboxLine.Read("p latency=lognormal(1s,1) transient=0.5").Temper;

        Assert.Equal(Drawn(temper), Drawn(temper));
        Assert.NotEqual(Drawn(temper), Drawn(temper with { Seed = 1 }));
        Assert.Equal(2, Enumerable.Range(1, 20).Select(attempt => temper.Draw("p", "one job", attempt).Fate).Distinct().Count());
    }

    [Theory]
    [InlineData("uniform(1s,3s)", 1.5, 2.0, 2.5)]
    [InlineData("lognormal(2s,0.5)", 1.427, 2.0, 2.802)]
    [InlineData("pareto(1s,1.5)", 1.211, 1.587, 2.520)]
    [InlineData("5s", 5.0, 5.0, 5.0)]
    public void Latency_OfManyJobs_HasTheQuartilesOfItsDistribution(string latency, double first, double second, double third)
    {
        var drawn = Drawn(SandboxLine.Read($"p latency={latency}").Temper).Select(job => job.Latency.TotalSeconds).Order().ToList();

        Assert.Equal(first, drawn[Jobs / 4], first * 0.04);
        Assert.Equal(second, drawn[Jobs / 2], second * 0.04);
        Assert.Equal(third, drawn[Jobs * 3 / 4], third * 0.04);
    }

    [Fact]
    public void Tail_OfManyJobs_IsAsHeavyAsItIsTold()
    {
        var slow = Drawn(SandboxLine.Read("p latency=tail(50ms,0.01,5s)").Temper).Count(job => job.Latency == TimeSpan.FromSeconds(5));

        Assert.InRange(slow, Jobs * 0.007, Jobs * 0.013);
    }

    [Fact]
    public void Draw_OfTheHeaviestTail_IsAnHourAtMost() =>
        Assert.All(Drawn(SandboxLine.Read("p latency=pareto(1m,0.1)").Temper), job => Assert.InRange(job.Latency, TimeSpan.FromMinutes(1), Latency.Max));

    [Fact]
    public void Fates_OfManyJobs_HaveTheirShares()
    {
        var fates = Drawn(SandboxLine.Read("p transient=0.2 rejected=0.1 hang=0.05").Temper).CountBy(job => job.Fate).ToDictionary();

        Assert.InRange(fates[Fate.Transient], Jobs * 0.18, Jobs * 0.22);
        Assert.InRange(fates[Fate.Rejected], Jobs * 0.09, Jobs * 0.11);
        Assert.InRange(fates[Fate.Hang], Jobs * 0.04, Jobs * 0.06);
        Assert.InRange(fates[Fate.Success], Jobs * 0.62, Jobs * 0.68);
        Assert.Equal(4, fates.Count);
    }

    [Fact]
    public void Result_OfASlowDownload_TakesItsBytesTime() =>
        Assert.Equal(TimeSpan.FromSeconds(0.5), SandboxLine.Read("p download=200kB").Temper.TransferOf(100_000));

    private static List<(TimeSpan Latency, Fate Fate)> Drawn(Temper temper) => [.. Enumerable.Range(0, Jobs).Select(job => temper.Draw("p", $"job {job}", 1))];
}
