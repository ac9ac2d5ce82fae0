using System.Collections.Immutable;
using System.Globalization;
using Baton.Providers;

namespace Baton.Tests.Simulation.Storms;

/// <summary>Who is there, what is asked of them, and who is down when.</summary>
/// <param name="JobsPerSecond">At random moments, from the beginning until the outage and what it left behind are over.</param>
/// <param name="Down">How many of the providers are down, counted from the first.</param>
/// <param name="DownAt">When they go down, from the beginning.</param>
internal sealed record StormPlan(Trouble Trouble, double JobsPerSecond, int Down, TimeSpan DownAt, TimeSpan DownFor)
{
    /// <summary>Every job takes as long, so no slot can begin more than one in that time unless one comes to nothing.</summary>
    public static readonly TimeSpan JobLength = TimeSpan.FromSeconds(5);

    /// <summary>After so long a worker gives up waiting for an answer; as long as adapters do.</summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How soon a worker that died is there again.</summary>
    public static readonly TimeSpan RestartAfter = TimeSpan.FromSeconds(10);

    /// <summary>One job of fifty may only take this long.</summary>
    public static readonly TimeSpan BriefTimeout = TimeSpan.FromMinutes(3);

    public const int SlotsPerProvider = 20;

    public static readonly ImmutableArray<ProviderId> Providers = [.. Enumerable.Range(0, 10).Select(i => new ProviderId(string.Create(CultureInfo.InvariantCulture, $"provider{i}")))];

    public static int Slots => Providers.Length * SlotsPerProvider;

    /// <summary>What the slots can do at most.</summary>
    public static double JobsPerSecondMax => Slots / JobLength.TotalSeconds;
}
