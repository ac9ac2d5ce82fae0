namespace Baton.Blobs;

/// <summary>Brings together what content is declared as and what its bytes say.</summary>
internal static class MediaTyping
{
    public static TypeVerdict Decide(ReadOnlySpan<byte> head, string? declared)
    {
        var sniffed = MediaSniffer.Sniff(head);
        if (string.IsNullOrWhiteSpace(declared))
        {
            return new TypeVerdict.Is(sniffed ?? MediaType.Binary);
        }

        return MediaType.Named(declared) switch
        {
            null when MediaType.KindOf(declared) == MediaKind.File || sniffed is null => Refuse($"Content of type '{declared}' is not stored here."),
            null => Agree(MediaType.KindOf(declared), null, sniffed, declared),
            var named when named == MediaType.Binary => new TypeVerdict.Is(sniffed ?? MediaType.Binary),
            var named => Agree(named.Kind, named, sniffed, declared),
        };
    }

    private static TypeVerdict Agree(MediaKind kind, MediaType? named, MediaType? sniffed, string declared) => (kind, sniffed) switch
    {
        // Text, tables and the like have no marks of their own.
        (MediaKind.File, null) => new TypeVerdict.Is(named!),
        (_, null) => Refuse($"The content was declared as '{declared}', and its first bytes are not those of one."),
        (MediaKind.File, { Kind: MediaKind.File }) => new TypeVerdict.Is(sniffed),
        _ when sniffed.Kind == kind => new TypeVerdict.Is(sniffed),
        (MediaKind.Audio, _) when AudioIn(sniffed) is { } audio => new TypeVerdict.Is(audio),
        (MediaKind.Video, _) when sniffed == MediaType.Ogg => new TypeVerdict.Is(MediaType.OggVideo),
        _ => Refuse($"The content was declared as '{declared}' and is '{sniffed.Name}'."),
    };

    /// <summary>Some containers hold pictures and sound or only sound, and their first bytes do not say.</summary>
    private static MediaType? AudioIn(MediaType container) => container switch
    {
        _ when container == MediaType.Mp4 => MediaType.M4a,
        _ when container == MediaType.Webm || container == MediaType.Matroska => MediaType.WebmAudio,
        _ => null,
    };

    private static TypeVerdict.Refused Refuse(string reason) => new(reason);
}

/// <summary>What type content is stored as, or why it is not.</summary>
internal abstract record TypeVerdict
{
    private TypeVerdict()
    {
    }

    public sealed record Is(MediaType Type) : TypeVerdict;

    public sealed record Refused(string Reason) : TypeVerdict;
}
