using System.Buffers.Binary;

namespace Baton.Providers.Speech;

/// <summary>The plain 44-byte header that espeak-ng writes.</summary>
internal static class WavFile
{
    private const int HeaderBytes = 44;
    private const int BytesPerSecondOffset = 28;

    /// <summary>Seconds of sound; zero when there is none.</summary>
    public static async Task<double> Duration(string path, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        var header = new byte[HeaderBytes];
        if (await stream.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, cancellationToken) < HeaderBytes)
        {
            return 0;
        }

        var bytesPerSecond = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(BytesPerSecondOffset));
        return bytesPerSecond == 0 ? 0 : (double)(stream.Length - HeaderBytes) / bytesPerSecond;
    }
}
