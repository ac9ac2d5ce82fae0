using System.Globalization;

namespace Baton.Tests.Simulation.Tails;

/// <summary>What came of a run.</summary>
/// <param name="Latencies">From submit to result, ascending.</param>
/// <param name="Executions">Claims that workers began to work on.</param>
/// <param name="Results">Results that were taken.</param>
internal sealed record TailFigures(TimeSpan[] Latencies, int Executions, int Results)
{
    public const string Head = "            p50       p99     p99.9   extra executions";

    public int Jobs => Latencies.Length;

    public double ExtraPercent => 100.0 * (Executions - Jobs) / Jobs;

    public TimeSpan At(double share) => Latencies[(int)(share * (Jobs - 1))];

    public string Row(string name) => string.Create(
        CultureInfo.InvariantCulture, $"{name,-8} {At(0.5).TotalSeconds,5:0.0} s {At(0.99).TotalSeconds,7:0.0} s {At(0.999).TotalSeconds,7:0.0} s {ExtraPercent,16:0.00} %");
}
