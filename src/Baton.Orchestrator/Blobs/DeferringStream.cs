using System.Buffers;

namespace Baton.Blobs;

/// <summary>
/// Lets a writer that is not fully asynchronous write to a response. The runtime's zip writer ends each entry with a synchronous write of a few bytes, which
/// the server refuses, because it would hold a thread while a slow reader reads; so those bytes wait here for the next asynchronous write.
/// </summary>
internal sealed class DeferringStream(Stream target) : Stream
{
    private readonly ArrayBufferWriter<byte> _deferred = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer) => _deferred.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await WriteDeferred(cancellationToken);
        await target.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>What was deferred last is only written by this, so it has to be called at the end.</summary>
    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await WriteDeferred(cancellationToken);
        await target.FlushAsync(cancellationToken);
    }

    public override void Flush()
    {
        // Comes with the next asynchronous write, like everything synchronous.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async ValueTask WriteDeferred(CancellationToken cancellationToken)
    {
        if (_deferred.WrittenCount > 0)
        {
            await target.WriteAsync(_deferred.WrittenMemory, cancellationToken);
            _deferred.ResetWrittenCount();
        }
    }
}
