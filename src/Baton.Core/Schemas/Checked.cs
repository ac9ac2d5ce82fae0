using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Baton.Schemas;

/// <summary>What came of looking at a body: its parts, or everything that is wrong with it.</summary>
public sealed record Checked<T>(T? Value, ImmutableArray<Fault> Faults)
    where T : class
{
    /// <summary>True when nothing is wrong.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsAccepted => Value is not null;

    internal static Checked<T> From(Findings findings, Func<T> make) =>
        findings.HasFaults ? new Checked<T>(null, findings.Faults) : new Checked<T>(make(), []);
}
