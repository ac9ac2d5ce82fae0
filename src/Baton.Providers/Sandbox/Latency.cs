namespace Baton.Providers.Sandbox;

/// <summary>How long a job takes, as a distribution.</summary>
internal abstract record Latency
{
    /// <summary>No draw is longer, however heavy the tail.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromHours(1);

    private Latency()
    {
    }

    public TimeSpan Draw(Draws draws) => TimeSpan.FromSeconds(Math.Min(Max.TotalSeconds, Seconds(draws)));

    protected abstract double Seconds(Draws draws);

    /// <summary>Always the same.</summary>
    public sealed record Fixed(TimeSpan Value) : Latency
    {
        protected override double Seconds(Draws draws) => Value.TotalSeconds;
    }

    /// <summary>Anything between two durations, all as likely.</summary>
    public sealed record Uniform(TimeSpan From, TimeSpan To) : Latency
    {
        protected override double Seconds(Draws draws) => draws.Between(From.TotalSeconds, To.TotalSeconds);
    }

    /// <summary>Half of the jobs are faster than the median; the larger sigma, the longer the slow ones take. What real services look like.</summary>
    public sealed record Lognormal(TimeSpan Median, double Sigma) : Latency
    {
        protected override double Seconds(Draws draws) => Median.TotalSeconds * Math.Exp(Sigma * draws.Normal());
    }

    /// <summary>Never faster than the least, and with a heavy tail: the smaller alpha, the heavier.</summary>
    public sealed record Pareto(TimeSpan Least, double Alpha) : Latency
    {
        protected override double Seconds(Draws draws) => Least.TotalSeconds / Math.Pow(1 - draws.Share(), 1 / Alpha);
    }

    /// <summary>Nearly always usual, and a share of the jobs slow.</summary>
    public sealed record Tail(TimeSpan Usual, double Share, TimeSpan Slow) : Latency
    {
        protected override double Seconds(Draws draws) => (draws.Share() < Share ? Slow : Usual).TotalSeconds;
    }
}
