using Baton.Providers;

namespace Baton.Offers;

/// <summary>What a provider's queue knows of one of its workers.</summary>
/// <param name="Succeeded">Claims that succeeded in the last minute.</param>
/// <param name="Failed">Claims that failed in the last minute.</param>
public sealed record WorkerFigures(WorkerId Worker, Breaker Breaker, int Succeeded, int Failed);
