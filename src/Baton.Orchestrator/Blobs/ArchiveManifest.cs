using System.Text.Json.Serialization;

namespace Baton.Blobs;

/// <summary>What an archive is made of, as stored.</summary>
internal sealed record ArchiveManifest(string Name, bool Tar, IReadOnlyList<ArchivedBlob> Members);

/// <summary>A blob and what it is called in the archive.</summary>
internal sealed record ArchivedBlob(string Blob, string Name);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ArchiveManifest))]
internal sealed partial class ArchiveJson : JsonSerializerContext;
