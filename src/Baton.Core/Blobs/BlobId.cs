using System.Text.Json.Serialization;
using Baton.Ids;

namespace Baton.Blobs;

/// <summary>Names a blob: <c>blob_</c>, a ULID and the extension of its type.</summary>
[JsonConverter(typeof(StringIdConverter<BlobId>))]
public readonly record struct BlobId(string Value) : IStringId<BlobId>
{
    public static BlobId From(string value) => new(value);

    public override string ToString() => Value;
}
