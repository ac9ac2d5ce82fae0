namespace Baton.Schemas;

/// <summary>One of the schemas of an <c>anyOf</c> or <c>oneOf</c>.</summary>
/// <param name="value">What the discriminator says for this one; null when there is no discriminator.</param>
/// <param name="read">Gives the schema, when it is first asked for; several threads may ask at once, and one result stays.</param>
internal sealed class SchemaVariant(string? value, Func<Schema> read)
{
    private Schema? _schema;

    public SchemaVariant(string? value, Schema schema)
        : this(value, () => schema)
    {
    }

    public string? Value => value;

    public Schema Schema => _schema ?? Read();

    private Schema Read()
    {
        var schema = read();

        return Interlocked.CompareExchange(ref _schema, schema, null) ?? schema;
    }
}
