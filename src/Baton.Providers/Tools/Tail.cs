using System.Text;

namespace Baton.Providers.Tools;

/// <summary>Keeps the last bytes written to it: the end of an error log says why, and a log can be made endless.</summary>
internal sealed class Tail(int bytesMax) : Stream
{
    private readonly byte[] ring = new byte[bytesMax];
    private long written;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => written;

    public override long Position
    {
        get => written;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            ring[written++ % ring.Length] = value;
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override string ToString()
    {
        var start = (int)(written % ring.Length);
        return written <= ring.Length
            ? Encoding.UTF8.GetString(ring, 0, (int)written)
            : Encoding.UTF8.GetString(ring, start, ring.Length - start) + Encoding.UTF8.GetString(ring, 0, start);
    }
}
