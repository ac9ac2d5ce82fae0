using System.Collections.Immutable;
using System.Text.Json;

namespace Baton.Providers;

/// <summary>The providers registered for one step type.</summary>
internal sealed class StepTypeProviders(ImmutableArray<(ProviderId Provider, Capability Capability)> entries)
{
    private readonly ImmutableArray<ProviderId> _all = [.. entries.Select(entry => entry.Provider).Distinct()];
    private readonly bool _takeEverything = entries.All(entry => entry.Capability.Input is null);

    public ImmutableArray<ProviderId> ViableFor(JsonElement input) => _takeEverything
        ? _all
        : [.. entries.Where(entry => entry.Capability.WhyNot(input) is null).Select(entry => entry.Provider).Distinct()];

    public IEnumerable<(ProviderId Provider, string? WhyNot)> VerdictsOn(JsonElement input) =>
        entries.Select(entry => (entry.Provider, entry.Capability.WhyNot(input)));

    /// <summary>What each of them says to this input.</summary>
    public string WhyNone(JsonElement input) =>
        string.Join(' ', entries.Select(entry => $"{entry.Provider}: {entry.Capability.WhyNot(input)}"));
}
