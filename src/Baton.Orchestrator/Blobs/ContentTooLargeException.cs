namespace Baton.Blobs;

/// <summary>Content is longer than its place allows.</summary>
public sealed class ContentTooLargeException(long bytesMax) : Exception($"The content is longer than {bytesMax} bytes.")
{
    public long BytesMax => bytesMax;
}
