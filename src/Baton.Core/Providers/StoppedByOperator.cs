using System.Collections.Immutable;

namespace Baton.Providers;

/// <summary>Who gets no jobs because an operator decided so.</summary>
/// <param name="Provider">True when the whole provider is stopped.</param>
/// <param name="Workers">Workers that are, be they of this provider or another.</param>
public sealed record StoppedByOperator(bool Provider, ImmutableHashSet<WorkerId> Workers)
{
    public static readonly StoppedByOperator Nobody = new(false, []);
}
