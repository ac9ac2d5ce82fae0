using System.Diagnostics.CodeAnalysis;

namespace Baton.Blobs;

/// <summary>What a content URL gives: which blob, under which name, to look at or to save.</summary>
internal sealed record ContentLink(BlobId Blob, string? FileName, bool Download)
{
    public string ToText() => $"{Blob.Value}\n{(Download ? "1" : "0")}\n{FileName}";

    public static bool TryParse(string text, [NotNullWhen(true)] out ContentLink? link)
    {
        link = null;
        if (text.Split('\n', 3) is not [var blob, var download, var name] || !BlobId.TryParse(blob, out var id))
        {
            return false;
        }

        link = new ContentLink(id, name.Length == 0 ? null : name, download == "1");
        return true;
    }
}
