using System.Text.Json;

namespace Baton.Schemas;

/// <summary>The members of an object schema while its parts are being merged. One that several parts declare must be as all of them say.</summary>
internal sealed class SchemaMembers
{
    private readonly List<string> _order = [];
    private readonly Dictionary<string, (List<JsonElement> Documents, IReadOnlyList<string> Aliases)> _declared = [];
    private readonly HashSet<string> _required = [];

    public void Declare(string name, JsonElement document, IReadOnlyList<string> aliases)
    {
        if (_declared.TryGetValue(name, out var known))
        {
            known.Documents.Add(document);
            _declared[name] = (known.Documents, [.. known.Aliases.Union(aliases)]);
        }
        else
        {
            _order.Add(name);
            _declared[name] = ([document], aliases);
        }
    }

    public void Require(IEnumerable<string> names) => _required.UnionWith(names);

    /// <summary>In the order of declaration; last those that are required and not declared.</summary>
    /// <param name="merge">Makes one schema of all documents for a place.</param>
    /// <param name="others">What members that are not declared must look like.</param>
    public SchemaMember[] ToArray(Func<IReadOnlyList<JsonElement>, Schema?> merge, Schema others) =>
    [
        .. _order.Select(name => new SchemaMember(name, merge(_declared[name].Documents)!, _required.Contains(name), _declared[name].Aliases)),
        .. _required.Where(name => !_declared.ContainsKey(name)).Order(StringComparer.Ordinal).Select(name => new SchemaMember(name, others, true, [])),
    ];
}
