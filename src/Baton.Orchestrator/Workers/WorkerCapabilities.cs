using System.Collections.Immutable;
using System.Text.Json;
using Baton.Contracts.Workers;
using Baton.Providers;
using Baton.Schemas;

namespace Baton.Workers;

/// <summary>Reads the capabilities of a registration.</summary>
internal static class WorkerCapabilities
{
    /// <summary>Those that can be read; the findings tell of the others.</summary>
    public static ImmutableArray<Capability> Read(IReadOnlyList<WorkerCapability> declared, Findings findings)
    {
        var capabilities = ImmutableArray.CreateBuilder<Capability>(declared.Count);
        for (var i = 0; i < declared.Count; i++)
        {
            var capability = declared[i];
            if (capability.Input is not { ValueKind: not JsonValueKind.Null } document)
            {
                capabilities.Add(new Capability(capability.Type));
            }
            else if (CapabilitySchema.Read(document, $"capabilities[{i}].input", findings) is { } schema)
            {
                capabilities.Add(new Capability(capability.Type, schema));
            }
        }

        return capabilities.ToImmutable();
    }
}
