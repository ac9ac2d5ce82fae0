using System.Collections.Frozen;

namespace Baton.Providers;

/// <summary>What operators have said of providers, by name. It is settled at start.</summary>
internal sealed class ProviderTermsTable(IEnumerable<NamedProviderTerms> named)
{
    private readonly FrozenDictionary<string, ProviderTerms> _terms = named.ToFrozenDictionary(one => one.Name, one => one.Terms, StringComparer.OrdinalIgnoreCase);

    /// <summary>True when some provider may be preferred to another.</summary>
    public bool HasPreferences => _terms.Values.Any(terms => terms.Preference != ProviderTerms.Plain.Preference);

    /// <summary>Workers of one pool that can do different things have queues of their own, named for the pool; what was said of it holds for each.</summary>
    public ProviderTerms Of(ProviderId provider) =>
        _terms.TryGetValue(provider.Value, out var terms) || _terms.TryGetValue(provider.Value.Split('~')[0], out terms) ? terms : ProviderTerms.Plain;
}
