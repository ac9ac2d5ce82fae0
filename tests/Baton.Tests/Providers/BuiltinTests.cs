using System.Text;
using System.Text.Json;
using Xunit;

namespace Baton.Tests.Providers;

public sealed class BuiltinTests : IDisposable
{
    private readonly TestJob _job = new();

    public void Dispose() => _job.Dispose();

    [Fact]
    public async Task Echo_GivesTheMessage_WithoutTouchingTheDisk()
    {
        var output = await _job.Run("echo", new { message = "Hello" });

        Assert.Equal("Hello", output.GetProperty("message").GetString());
        Assert.False(_job.HasTempDirectory);
    }

    // Known answers: SHA-256, BLAKE3 and CRC-32 of "abc" from their publications.
    [Fact]
    public async Task ModelHash_OfKnownBytes_GivesThePublishedHashes()
    {
        var output = await _job.Run("modelHash", new { model = _job.Written("model.ckpt", "abc") });

        Assert.Equal("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD", output.GetProperty("sha256").GetString());
        Assert.Equal("BA7816BF8F", output.GetProperty("autoV2").GetString());
        Assert.Equal("6437B3AC38465133FFB63B75273A8DB548C558465D79DB03FD359C6CD5BD9D85", output.GetProperty("blake3").GetString());
        Assert.Equal("352441C2", output.GetProperty("crc32").GetString());
        Assert.Equal("E3B0C442", output.GetProperty("autoV1").GetString());
        Assert.False(output.TryGetProperty("autoV3", out _));
    }

    // Computed by A1111's own definitions, in Python, over bytes 0, 1, …, 250, 0, 1, …
    [Fact]
    public async Task ModelHash_OfALargeFile_TakesAutoV1FromItsMiddle()
    {
        var bytes = Enumerable.Range(0, 3_000_000).Select(index => (byte)(index % 251)).ToArray();

        var output = await _job.Run("modelHash", new { model = _job.Written("model.ckpt", bytes) });

        Assert.Equal("15FFD73B", output.GetProperty("autoV1").GetString());
        Assert.Equal("4D3870D4655ED773027A713EA136507D22E076248E0E9CC920A996039653B76F", output.GetProperty("sha256").GetString());
        Assert.Equal("5B721D06", output.GetProperty("crc32").GetString());
        Assert.Equal(3, _job.Progress.Count);
        Assert.Equal(1, _job.Progress[^1]);
    }

    [Fact]
    public async Task ModelHash_OfSafetensors_TakesAutoV3FromTheTensorsAlone()
    {
        var first = await _job.Run("modelHash", new { model = Safetensors("one.safetensors", """{"__metadata__":{"a":"b"}}""") });
        var second = await _job.Run("modelHash", new { model = Safetensors("two.safetensors", """{"__metadata__":{"other":"words"}}""") });

        Assert.Equal("BA7816BF8F01", first.GetProperty("autoV3").GetString());
        Assert.Equal("BA7816BF8F01", second.GetProperty("autoV3").GetString());
        Assert.NotEqual(first.GetProperty("sha256").GetString(), second.GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task ModelHash_OfNothing_IsThatOfNothing()
    {
        var output = await _job.Run("modelHash", new { model = _job.Written("empty.ckpt") });

        Assert.Equal("E3B0C44298", output.GetProperty("autoV2").GetString());
        Assert.Equal("00000000", output.GetProperty("crc32").GetString());
    }

    [Theory]
    [InlineData("zip", null, "archive.zip", false)]
    [InlineData("tar", null, "archive.tar", true)]
    [InlineData("zip", "holiday.zip", "holiday.zip", false)]
    public async Task BlobArchive_OfBlobs_GivesALink(string format, string? archiveName, string name, bool tar)
    {
        object[] entries = [new { blobId = "one" }, new { blobId = "two", fileName = "2.png" }];

        var output = await _job.Run("blobArchive", new { entries, archiveName, format });

        var archive = Assert.Single(_job.Archives);
        Assert.Equal((name, tar), (archive.Name, archive.Tar));
        Assert.Equal(["one", "two"], archive.Entries.Select(entry => entry.BlobId));
        Assert.Equal([null, "2.png"], archive.Entries.Select(entry => entry.FileName));
        Assert.Equal(2, output.GetProperty("entryCount").GetInt32());
        Assert.Equal(format, output.GetProperty("format").GetString());
        Assert.Equal(JsonValueKind.String, output.GetProperty("expiresAt").ValueKind);
    }

    private string Safetensors(string name, string header) =>
        _job.Written(name, [.. BitConverter.GetBytes((ulong)header.Length), .. Encoding.UTF8.GetBytes(header + "abc")]);
}
