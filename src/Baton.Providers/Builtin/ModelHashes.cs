using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;
using Baton.Contracts.Recipes;
using Org.BouncyCastle.Crypto.Digests;

namespace Baton.Providers.Builtin;

/// <summary>
/// The six hashes model sites use, fed together. AutoV1 is A1111's old short hash (SHA-256 of the 64 KiB at 1 MiB, 8 digits), AutoV2 the first 10 digits
/// of SHA-256, AutoV3 the first 12 of the SHA-256 of a safetensors file's tensors, which stays the same when somebody edits its metadata.
/// </summary>
internal sealed class ModelHashes(long bytes) : IDisposable
{
    private const int SampleStart = 0x100000;
    private const int SampleBytes = 0x10000;
    private const int HeaderLengthBytes = 8;

    // The format's own limit for its JSON header.
    private const long HeaderBytesMax = 100_000_000;

    private readonly IncrementalHash whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash sample = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash tensors = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Blake3Digest blake3 = new();
    private readonly Crc32 crc32 = new();
    private long position;
    private long? tensorsStart;

    /// <summary>Feeds the next bytes; the first part must hold at least the 9 bytes by which a safetensors file is known.</summary>
    public void Append(ReadOnlyMemory<byte> part)
    {
        if (position == 0)
        {
            tensorsStart = TensorsStart(part.Span);
        }

        // BLAKE3 costs as much as all others together, so it gets a core of its own.
        Parallel.Invoke(() => blake3.BlockUpdate(part.Span), () => AppendOthers(part.Span));
        position += part.Length;
    }

    public ModelHashOutput Finish()
    {
        var sha256 = Convert.ToHexString(whole.GetHashAndReset());
        var blake3Hash = new byte[blake3.GetDigestSize()];
        blake3.DoFinal(blake3Hash, 0);
        return new ModelHashOutput
        {
            Sha256 = sha256,
            AutoV1 = Convert.ToHexString(sample.GetHashAndReset())[..8],
            AutoV2 = sha256[..10],
            AutoV3 = tensorsStart is null ? null : Convert.ToHexString(tensors.GetHashAndReset())[..12],
            Blake3 = Convert.ToHexString(blake3Hash),
            Crc32 = crc32.GetCurrentHashAsUInt32().ToString("X8", null),
        };
    }

    public void Dispose()
    {
        whole.Dispose();
        sample.Dispose();
        tensors.Dispose();
    }

    private void AppendOthers(ReadOnlySpan<byte> part)
    {
        whole.AppendData(part);
        crc32.Append(part);
        sample.AppendData(Cut(part, SampleStart, SampleStart + SampleBytes));
        if (tensorsStart is { } start)
        {
            tensors.AppendData(Cut(part, start, long.MaxValue));
        }
    }

    /// <summary>What of the part lies between two positions of the file.</summary>
    private ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> part, long from, long to)
    {
        var start = Math.Clamp(from - position, 0, part.Length);
        var end = Math.Clamp(to - position, start, part.Length);
        return part[(int)start..(int)end];
    }

    private long? TensorsStart(ReadOnlySpan<byte> head)
    {
        if (head.Length <= HeaderLengthBytes || head[HeaderLengthBytes] != '{')
        {
            return null;
        }

        var header = BinaryPrimitives.ReadUInt64LittleEndian(head);
        return header <= HeaderBytesMax && (long)header + HeaderLengthBytes <= bytes ? (long)header + HeaderLengthBytes : null;
    }
}
