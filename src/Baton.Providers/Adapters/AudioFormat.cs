using System.Text;

namespace Baton.Providers.Adapters;

/// <summary>A format of sound that services send.</summary>
/// <param name="Demuxer">The one ffmpeg demuxer that may read it.</param>
internal sealed record AudioFormat(string ContentType, string Demuxer)
{
    private static readonly AudioFormat Mp3 = new("audio/mpeg", "mp3");
    private static readonly AudioFormat Wav = new("audio/wav", "wav");
    private static readonly AudioFormat Flac = new("audio/flac", "flac");
    private static readonly AudioFormat Ogg = new("audio/ogg", "ogg");
    private static readonly AudioFormat M4a = new("audio/mp4", "mov");
    private static readonly AudioFormat Aac = new("audio/aac", "aac");

    /// <summary>The format by the first bytes, or null when it is none of sound.</summary>
    public static async Task<AudioFormat?> Sniff(string path, CancellationToken cancellationToken)
    {
        var head = new byte[64];
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
        var read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        return Sniff(head.AsSpan(0, read));
    }

    public static AudioFormat? Sniff(ReadOnlySpan<byte> head) => head switch
    {
        [(byte)'I', (byte)'D', (byte)'3', ..] => Mp3,
        [(byte)'f', (byte)'L', (byte)'a', (byte)'C', ..] => Flac,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'A', (byte)'V', (byte)'E', ..] => Wav,
        [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] when IsSound(head) => Ogg,
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'M', (byte)'4', (byte)'A', ..] => M4a,

        // The frame marks of AAC and MP3 differ in the two bits of the layer, which AAC leaves at zero.
        [0xFF, var second, ..] when (second & 0xF6) == 0xF0 => Aac,
        [0xFF, var second, ..] when (second & 0xE0) == 0xE0 => Mp3,
        _ => null,
    };

    private static bool IsSound(ReadOnlySpan<byte> head)
    {
        var text = Encoding.Latin1.GetString(head);
        return text.Contains("OpusHead", StringComparison.Ordinal) || text.Contains("vorbis", StringComparison.Ordinal) || text.Contains("FLAC", StringComparison.Ordinal);
    }
}
