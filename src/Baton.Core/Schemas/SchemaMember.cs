using System.Text;

namespace Baton.Schemas;

/// <summary>A declared member of an object.</summary>
internal sealed record SchemaMember(string Name, Schema Schema, bool Required)
{
    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(Name);
}
