using Xunit;
using Baton.Blobs;
using static Baton.Tests.Blobs.AMedia;

namespace Baton.Tests.Blobs;

public sealed class MediaSnifferTests
{
    public static TheoryData<string, byte[]> Types => new()
    {
        { "image/png", Png },
        { "image/jpeg", Jpeg(3, 2) },
        { "image/gif", Gif(3, 2) },
        { "image/webp", Riff("WEBP") },
        { "image/avif", Iso("avif") },
        { "image/avif", Bytes((byte)0, (byte)0, (byte)0, (byte)28, "ftypmif1", new byte[4], "mif1avif", new byte[32]) },
        { "image/heic", Iso("heic") },
        { "image/tiff", Bytes("II*\0", new byte[32]) },
        { "image/bmp", Bytes("BM", new byte[12], (byte)40, new byte[32]) },
        { "image/svg+xml", Svg },
        { "video/mp4", Iso("isom") },
        { "video/quicktime", Iso("qt  ") },
        { "video/webm", Bytes(new byte[] { 0x1A, 0x45, 0xDF, 0xA3 }, new byte[20], "webm", new byte[32]) },
        { "video/x-matroska", Bytes(new byte[] { 0x1A, 0x45, 0xDF, 0xA3 }, new byte[20], "matroska", new byte[32]) },
        { "video/x-msvideo", Riff("AVI ") },
        { "video/ogg", Bytes("OggS", new byte[24], (byte)0x80, "theora", new byte[32]) },
        { "audio/ogg", Bytes("OggS", new byte[24], "OpusHead", new byte[32]) },
        { "audio/wav", Riff("WAVE") },
        { "audio/flac", Bytes("fLaC", new byte[32]) },
        { "audio/mpeg", Bytes("ID3", new byte[32]) },
        { "audio/mpeg", Bytes(new byte[] { 0xFF, 0xFB, 0x90, 0x64 }, new byte[32]) },
        { "audio/aac", Bytes(new byte[] { 0xFF, 0xF1, 0x50, 0x80 }, new byte[32]) },
        { "audio/mp4", Iso("M4A ") },
        { "application/zip", Bytes("PK", (byte)3, (byte)4, new byte[32]) },
        { "application/gzip", Bytes((byte)0x1F, (byte)0x8B, (byte)8, new byte[32]) },
        { "application/x-tar", Bytes(new byte[257], "ustar", new byte[32]) },
        { "application/pdf", Bytes("%PDF-1.7") },
        { "application/vnd.safetensors", Bytes((byte)40, new byte[7], "{\"__metadata__\":{}}") },
        { "application/vnd.gguf", Bytes("GGUF", new byte[16]) },
        { "model/gltf-binary", Bytes("glTF", new byte[16]) },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Content_ByItsFirstBytes_IsOfItsType(string expected, byte[] content)
    {
        var type = MediaSniffer.Sniff(content.AsSpan(0, Math.Min(content.Length, MediaSniffer.BytesNeeded)));

        Assert.Equal(expected, type?.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("B")]
    [InlineData("BMW makes cars, and this is a text.")]
    [InlineData("<html><svg></svg></html>")]
    [InlineData("RIFF")]
    [InlineData("hello world")]
    public void Text_WithoutTheMarksOfAType_IsOfNone(string content) => Assert.Null(MediaSniffer.Sniff(Bytes(content)));

    [Fact]
    public void AnyPrefix_OfAnyMedia_IsReadWithoutFault()
    {
        foreach (var content in Types.Select(row => row.Data.Item2))
        {
            for (var length = 0; length < Math.Min(content.Length, 300); length++)
            {
                _ = MediaSniffer.Sniff(content.AsSpan(0, length));
            }
        }
    }

    [Theory]
    [InlineData("image/png", "image/png")]
    [InlineData("image/jpeg", "image/png")]
    [InlineData("application/octet-stream", "image/png")]
    [InlineData(null, "image/png")]
    [InlineData("image/png; charset=binary", "image/png")]
    [InlineData("image/x-something", "image/png")]
    public void Picture_DeclaredAsSomePicture_IsWhatItsBytesSay(string? declared, string expected) =>
        Assert.Equal(new TypeVerdict.Is(MediaType.Named(expected)!), MediaTyping.Decide(Png, declared));

    [Theory]
    [InlineData("video/mp4")]
    [InlineData("audio/mpeg")]
    [InlineData("text/plain")]
    [InlineData("application/zip")]
    [InlineData("text/html")]
    [InlineData("nonsense")]
    public void Picture_DeclaredAsAnotherKind_IsRefused(string declared) => Assert.IsType<TypeVerdict.Refused>(MediaTyping.Decide(Png, declared));

    [Theory]
    [InlineData("image/png")]
    [InlineData("video/mp4")]
    [InlineData("text/html")]
    [InlineData("application/javascript")]
    public void Text_DeclaredAsMediaOrAsAPage_IsRefused(string declared) => Assert.IsType<TypeVerdict.Refused>(MediaTyping.Decide("<html>"u8, declared));

    [Theory]
    [InlineData("text/plain", "text/plain")]
    [InlineData("application/json", "application/json")]
    [InlineData("application/octet-stream", "application/octet-stream")]
    [InlineData(null, "application/octet-stream")]
    public void Text_DeclaredAsAFile_IsThat(string? declared, string expected) =>
        Assert.Equal(new TypeVerdict.Is(MediaType.Named(expected)!), MediaTyping.Decide("{}"u8, declared));

    [Fact]
    public void Container_DeclaredAsSound_IsSound()
    {
        Assert.Equal(new TypeVerdict.Is(MediaType.M4a), MediaTyping.Decide(Iso("isom"), "audio/mp4"));
        Assert.Equal(new TypeVerdict.Is(MediaType.WebmAudio), MediaTyping.Decide(Bytes(new byte[] { 0x1A, 0x45, 0xDF, 0xA3 }, "webm"), "audio/webm"));
    }

    [Fact]
    public void Size_OfAPicture_IsReadFromItsHeader()
    {
        Assert.Equal((1, 1), SizeOf(MediaType.Png, Png));
        Assert.Equal((640, 480), SizeOf(MediaType.Gif, Gif(640, 480)));
        Assert.Equal((4000, 3000), SizeOf(MediaType.Jpeg, Jpeg(4000, 3000)));
    }

    [Fact]
    public void Size_OfABrokenPicture_IsUnknown()
    {
        Assert.Equal((null, null), SizeOf(MediaType.Png, Png[..12]));
        Assert.Equal((null, null), SizeOf(MediaType.Jpeg, Jpeg(4000, 3000)[..100]));
        Assert.Equal((null, null), SizeOf(MediaType.Jpeg, [0xFF, 0xD8, 0xFF]));
    }

    private static (int?, int?) SizeOf(MediaType type, byte[] content)
    {
        using var stream = new MemoryStream(content);
        var facts = ImageHeader.Read(type, stream);
        return (facts.Width, facts.Height);
    }
}
