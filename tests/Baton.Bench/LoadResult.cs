namespace Baton.Bench;

/// <summary>What came of a load.</summary>
internal sealed record LoadResult(int Count, TimeSpan Elapsed, Latencies Latencies)
{
    public double PerSecond => Count / Elapsed.TotalSeconds;
}
