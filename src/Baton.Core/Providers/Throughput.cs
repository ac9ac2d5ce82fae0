namespace Baton.Providers;

/// <summary>Complexity done per second, measured on the jobs that succeeded lately: what is older counts for less and less.</summary>
public sealed class Throughput
{
    /// <summary>How much of its weight a job keeps when another one follows: half after about fourteen.</summary>
    private const double Kept = 0.95;

    /// <summary>No job is quicker than can be measured.</summary>
    private const double SecondsMin = 0.0005;

    private double _done;
    private double _seconds;

    /// <summary>Null until a job has succeeded.</summary>
    public double? PerSecond => _seconds > 0 ? _done / _seconds : null;

    public void Add(double complexity, TimeSpan took)
    {
        _done = (_done * Kept) + complexity;
        _seconds = (_seconds * Kept) + Math.Max(SecondsMin, took.TotalSeconds);
    }
}
