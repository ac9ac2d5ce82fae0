namespace Baton.Schemas;

/// <summary>The members of an object schema while its parts are being merged. A later declaration replaces an earlier one.</summary>
internal sealed class SchemaMembers
{
    private readonly List<string> _order = [];
    private readonly Dictionary<string, (Schema Schema, IReadOnlyList<string> Aliases)> _declared = [];
    private readonly HashSet<string> _required = [];

    public void Declare(string name, Schema schema, IReadOnlyList<string> aliases)
    {
        if (!_declared.ContainsKey(name))
        {
            _order.Add(name);
        }

        _declared[name] = (schema, aliases);
    }

    public void Require(IEnumerable<string> names) => _required.UnionWith(names);

    /// <summary>In the order of declaration; a required member that is not declared may be anything.</summary>
    public SchemaMember[] ToArray() =>
    [
        .. _order.Select(name => new SchemaMember(name, _declared[name].Schema, _required.Contains(name), _declared[name].Aliases)),
        .. _required.Where(name => !_declared.ContainsKey(name)).Order(StringComparer.Ordinal).Select(name => new SchemaMember(name, Schema.Anything, true, [])),
    ];
}
