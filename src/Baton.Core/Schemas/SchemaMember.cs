using System.Text;

namespace Baton.Schemas;

/// <summary>A declared member of an object.</summary>
/// <param name="Aliases">Other names that it is taken by; it is kept under its own.</param>
internal sealed record SchemaMember(string Name, Schema Schema, bool Required, IReadOnlyList<string> Aliases)
{
    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(Name);
}
