using Xunit;
using System.Buffers.Text;
using Baton.Blobs;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Blobs;

public sealed class BlobSealTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("baton-key-").FullName;
    private readonly FakeTimeProvider _time = new(BlobHost.Start);
    private readonly BlobSeal _seal;

    public BlobSealTests() => _seal = new BlobSeal(BlobUrlKey.LoadOrCreate(KeyPath), _time);

    private string KeyPath => Path.Combine(_directory, "keys", "blob-urls");

    private static DateTimeOffset Later => BlobHost.Start.AddHours(1);

    [Fact]
    public void Token_WithAnyBitFlipped_IsForged()
    {
        var genuine = Base64Url.DecodeFromChars(_seal.Seal(BlobPurpose.Read, "blob_1", Later));

        for (var bit = 0; bit < genuine.Length * 8; bit++)
        {
            var changed = (byte[])genuine.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.IsType<SealedText.Forged>(_seal.Open(BlobPurpose.Read, Base64Url.EncodeToString(changed)));
        }
    }

    [Fact]
    public void Token_WithAnyCharacterReplaced_IsForged() =>
        Gen.Select(Gen.String[0, 40], Gen.Int[0, 10_000], Gen.Char).Sample((text, at, character) =>
        {
            var token = _seal.Seal(BlobPurpose.Archive, text, Later);
            var changed = token.ToCharArray();
            changed[at % changed.Length] = character;

            var opened = _seal.Open(BlobPurpose.Archive, new string(changed));

            Assert.Equal(new string(changed) == token, opened is SealedText.Genuine);
        });

    [Fact]
    public void Text_SealedAndOpened_IsTheSame() => Gen.String[Gen.Char.AlphaNumeric, 0, 200].Sample(text =>
        Assert.Equal(new SealedText.Genuine(text, Later, HasExpired: false), _seal.Open(BlobPurpose.Content, _seal.Seal(BlobPurpose.Content, text, Later))));

    [Fact]
    public void Token_ForAnyOtherPurpose_IsForged()
    {
        foreach (var made in Enum.GetValues<BlobPurpose>())
        {
            foreach (var used in Enum.GetValues<BlobPurpose>().Where(used => used != made))
            {
                Assert.IsType<SealedText.Forged>(_seal.Open(used, _seal.Seal(made, "blob_1", Later)));
                Assert.False(_seal.IsSignatureOf(used, "blob_1", Later, _seal.SignatureOf(made, "blob_1", Later)));
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("=")]
    [InlineData("not base64 !")]
    [InlineData("AAAA")]
    public void Nonsense_Opened_IsForged(string? token) => Assert.IsType<SealedText.Forged>(_seal.Open(BlobPurpose.Read, token));

    [Fact]
    public void Token_AtItsExpiry_HasExpired()
    {
        var token = _seal.Seal(BlobPurpose.Read, "x", Later);

        _time.SetUtcNow(Later.AddTicks(-1));
        Assert.False(((SealedText.Genuine)_seal.Open(BlobPurpose.Read, token)).HasExpired);

        _time.SetUtcNow(Later);
        Assert.True(((SealedText.Genuine)_seal.Open(BlobPurpose.Read, token)).HasExpired);
    }

    [Fact]
    public void Key_AfterARestart_IsTheSame()
    {
        var token = _seal.Seal(BlobPurpose.Read, "x", Later);

        var restarted = new BlobSeal(BlobUrlKey.LoadOrCreate(KeyPath), _time);

        Assert.IsType<SealedText.Genuine>(restarted.Open(BlobPurpose.Read, token));
    }

    [Fact]
    public void Key_OnDisk_CanBeReadByItsOwnerOnly()
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyPath));
        }

        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(KeyPath)!));
    }

    [Fact]
    public void Key_CutShort_StopsTheStart()
    {
        File.WriteAllBytes(KeyPath, new byte[7]);

        var fault = Assert.Throws<InvalidOperationException>(() => BlobUrlKey.LoadOrCreate(KeyPath));

        Assert.Contains("Delete it", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
