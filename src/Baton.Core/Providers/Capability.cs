using System.Text.Json;
using Baton.Schemas;

namespace Baton.Providers;

/// <summary>A kind of job that a provider can do.</summary>
/// <param name="Type">The step type.</param>
/// <param name="Input">What the input must be like; null: anything that the step type takes.</param>
public sealed record Capability(string Type, StrictSchema? Input = null)
{
    /// <summary>Why the provider cannot do a job of this type with this input, in words for the caller; null when it can.</summary>
    public string? WhyNot(JsonElement input)
    {
        if (Input is null)
        {
            return null;
        }

        var findings = new Findings(faultsMax: 3);
        Input.Check(input, new JsonPlace("input"), findings);
        return findings.HasFaults ? string.Join(' ', findings.Faults.Select(fault => $"{fault.Path}: {fault.Message}")) : null;
    }
}
