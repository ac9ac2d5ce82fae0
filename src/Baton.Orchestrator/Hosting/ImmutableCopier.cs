using Orleans.Serialization.Cloning;

namespace Baton.Hosting;

/// <summary>All that Baton's grains exchange is immutable, so a message within a process carries the very instance.</summary>
internal sealed class ImmutableCopier : IGeneralizedCopier
{
    public bool IsSupportedType(Type type) => IsOurs(type);

    public object? DeepCopy(object? input, CopyContext context) => input;

    /// <summary>True for Baton's own types.</summary>
    public static bool IsOurs(Type type) => type.Namespace?.StartsWith("Baton", StringComparison.Ordinal) == true;
}
