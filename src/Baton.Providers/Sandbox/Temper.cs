using System.Collections.Immutable;
using System.Globalization;

namespace Baton.Providers.Sandbox;

/// <summary>How a sandbox provider behaves. What it does to a job follows from the seeds, the job and the number of the attempt alone.</summary>
internal sealed record Temper
{
    public Latency Latency { get; init; } = new Latency.Fixed(TimeSpan.Zero);

    /// <summary>How long the result keeps the worker waiting once it is made.</summary>
    public TimeSpan FirstByte { get; init; }

    /// <summary>How fast the result comes; null: at once.</summary>
    public long? BytesPerSecond { get; init; }

    /// <summary>The share of jobs that end so; the rest succeeds.</summary>
    public ImmutableSortedDictionary<Fate, double> Chances { get; init; } = ImmutableSortedDictionary<Fate, double>.Empty;

    /// <summary>Prompts with one of these words are blocked.</summary>
    public ImmutableArray<string> RefusedWords { get; init; } = [];

    public long Seed { get; init; }

    /// <param name="job">What the job is about: the same job meets the same fate.</param>
    /// <param name="attempt">From 1; each is another draw.</param>
    public (TimeSpan Latency, Fate Fate) Draw(string provider, string job, int attempt)
    {
        var draws = Draws.For(Seed.ToString(CultureInfo.InvariantCulture), provider, job, attempt.ToString(CultureInfo.InvariantCulture));
        var share = draws.Share();
        var fate = Fate.Success;
        foreach (var (each, chance) in Chances)
        {
            if (share < chance)
            {
                fate = each;
                break;
            }

            share -= chance;
        }

        return (Latency.Draw(draws), fate);
    }

    public string? RefusedWordIn(string prompt) =>
        RefusedWords.FirstOrDefault(word => prompt.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>How long so many bytes take once the first one has come.</summary>
    public TimeSpan TransferOf(long bytes) => BytesPerSecond is { } rate ? TimeSpan.FromSeconds((double)bytes / rate) : TimeSpan.Zero;
}
