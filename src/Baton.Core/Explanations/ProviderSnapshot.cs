using Baton.Offers;
using Baton.Providers;

namespace Baton.Explanations;

/// <summary>What is known of a provider with a view to one job.</summary>
/// <param name="WhyNot">Why it cannot do the job at all; null when it can.</param>
/// <param name="Slots">How many jobs it can do at a time now; 0 while none of its workers is there.</param>
/// <param name="FreeSlots">How many of them are free.</param>
/// <param name="Ahead">How many waiting jobs go before this one there; null when it does not wait there.</param>
public sealed record ProviderSnapshot(ProviderId Provider, string? WhyNot, int Slots, int FreeSlots, int? Ahead)
{
    /// <summary>What its failures on all jobs have come to.</summary>
    public Breaker Breaker { get; init; } = Breaker.Closed;

    /// <summary>True when an operator paused it.</summary>
    public bool IsStopped { get; init; }

    /// <summary>What was said of it with a view to the others.</summary>
    public ProviderTerms Terms { get; init; } = ProviderTerms.Plain;

    /// <summary>False while nobody need wait for it, so that those that it is preferred to get jobs at once.</summary>
    public bool CanBegin { get; init; } = true;

    /// <summary>Set when it may not have the job yet, because another is preferred.</summary>
    public HeldBack? HeldBack { get; init; }
}
