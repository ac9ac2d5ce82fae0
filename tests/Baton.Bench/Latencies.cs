using System.Globalization;

namespace Baton.Bench;

/// <summary>Latencies of many requests, kept whole and sorted once.</summary>
internal sealed class Latencies
{
    private readonly TimeSpan[] _sorted;

    public Latencies(IEnumerable<TimeSpan> samples)
    {
        _sorted = [.. samples];
        Array.Sort(_sorted);
    }

    /// <summary>The latency that this share of the requests, between 0 and 1, did not exceed.</summary>
    public TimeSpan At(double share) =>
        _sorted.Length == 0 ? TimeSpan.Zero : _sorted[Math.Min(_sorted.Length - 1, (int)(share * _sorted.Length))];

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"p50 {At(0.5).TotalMilliseconds:N1} ms, p99 {At(0.99).TotalMilliseconds:N1} ms");
}
