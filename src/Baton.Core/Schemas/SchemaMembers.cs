namespace Baton.Schemas;

/// <summary>The members of an object schema while its parts are being merged. A later declaration replaces an earlier one.</summary>
internal sealed class SchemaMembers
{
    private readonly List<string> _order = [];
    private readonly Dictionary<string, Schema> _schemas = [];
    private readonly HashSet<string> _required = [];

    public void Declare(string name, Schema schema)
    {
        if (!_schemas.ContainsKey(name))
        {
            _order.Add(name);
        }

        _schemas[name] = schema;
    }

    public void Require(IEnumerable<string> names) => _required.UnionWith(names);

    /// <summary>In the order of declaration; a required member that is not declared may be anything.</summary>
    public SchemaMember[] ToArray() =>
    [
        .. _order.Select(name => new SchemaMember(name, _schemas[name], _required.Contains(name))),
        .. _required.Where(name => !_schemas.ContainsKey(name)).Order(StringComparer.Ordinal).Select(name => new SchemaMember(name, Schema.Anything, true)),
    ];
}
