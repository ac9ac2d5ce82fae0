namespace Baton.Providers;

/// <summary>What an operator has said of a provider with a view to the others: which is asked first, how long that is waited for, and what it costs.</summary>
public sealed record ProviderTerms
{
    /// <summary>Of a provider that nothing was said of.</summary>
    public static readonly ProviderTerms Plain = new();

    /// <summary>The higher one is asked first.</summary>
    public int Preference { get; init; }

    /// <summary>So long a job waits for those with a higher preference before this one may have it.</summary>
    public TimeSpan SpillAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What it costs; null when nothing was said.</summary>
    public ProviderPrice? Price { get; init; }
}

/// <summary>What a provider costs, in US dollars. Each part is charged apart from the others; null parts are not charged.</summary>
/// <param name="PerJob">For each job that it does.</param>
/// <param name="PerSecond">For each second that its service says it worked.</param>
/// <param name="PerMillionInputTokens">For a million tokens of the input.</param>
/// <param name="PerMillionOutputTokens">For a million tokens of the answer.</param>
public sealed record ProviderPrice(decimal? PerJob, decimal? PerSecond = null, decimal? PerMillionInputTokens = null, decimal? PerMillionOutputTokens = null);

/// <summary>The terms of the provider with this name, be it inside this process or a pool of workers that speak HTTP.</summary>
public sealed record NamedProviderTerms(string Name, ProviderTerms Terms);
