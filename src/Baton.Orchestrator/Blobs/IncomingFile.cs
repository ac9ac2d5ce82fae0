using System.Buffers;

namespace Baton.Blobs;

/// <summary>
/// A file that content is written to as it arrives, through one small buffer and never past a limit. Trouble of the disk comes out as
/// <see cref="Storage.StoreUnavailableException"/>, so that it is not taken for trouble of whoever sends.
/// </summary>
internal sealed class IncomingFile : IAsyncDisposable
{
    private const int BufferLength = 128 * 1024;
    private readonly FileStream _file;

    private IncomingFile(FileStream file) => _file = file;

    public static IncomingFile Create(string path)
    {
        try
        {
            return new IncomingFile(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw BlobFiles.CannotWrite(e);
        }
    }

    /// <summary>Writes all of the content. Throws <see cref="ContentTooLargeException"/> as soon as the file would be longer than the limit.</summary>
    public async Task Append(Stream content, long bytesMax, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                await Append(buffer.AsMemory(0, read), bytesMax, cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public async Task Append(ReadOnlyMemory<byte> bytes, long bytesMax, CancellationToken cancellationToken)
    {
        if (_file.Position + bytes.Length > bytesMax)
        {
            throw new ContentTooLargeException(bytesMax);
        }

        try
        {
            await _file.WriteAsync(bytes, cancellationToken);
        }
        catch (IOException e)
        {
            throw BlobFiles.CannotWrite(e);
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
