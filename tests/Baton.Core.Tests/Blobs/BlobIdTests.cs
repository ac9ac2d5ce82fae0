using Baton.Blobs;
using Xunit;

namespace Baton.Core.Tests.Blobs;

public sealed class BlobIdTests
{
    private const string Ulid = "01JNQ7Z8M3X5T9V2B4C6D8F0GH";

    [Theory]
    [InlineData("blob_01JNQ7Z8M3X5T9V2B4C6D8F0GH.png")]
    [InlineData("blob_01JNQ7Z8M3X5T9V2B4C6D8F0GH.safetensors")]
    [InlineData("blob_01JNQ7Z8M3X5T9V2B4C6D8F0GH.mp4")]
    public void Text_OfTheExactForm_IsAnId(string text)
    {
        Assert.True(BlobId.TryParse(text, out var id));
        Assert.Equal(text, id.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("blob_")]
    [InlineData("blob_" + Ulid)]
    [InlineData("blob_" + Ulid + ".")]
    [InlineData("blob_" + Ulid + ".toolongextension")]
    [InlineData("blob_" + Ulid + ".PNG")]
    [InlineData("blob_" + Ulid + ".p/g")]
    [InlineData("blob_" + Ulid + "/.png")]
    [InlineData("blob_" + Ulid + ".png\0")]
    [InlineData("blob_" + Ulid + ".png\n")]
    [InlineData("BLOB_" + Ulid + ".png")]
    [InlineData("blob_01jnq7z8m3x5t9v2b4c6d8f0gh.png")]
    [InlineData("blob_0/JNQ7Z8M3X5T9V2B4C6D8F0GH.png")]
    [InlineData("blob_..JNQ7Z8M3X5T9V2B4C6D8F0GH.png")]
    [InlineData("../../../../../../etc/passwd")]
    [InlineData("wf_" + Ulid + ".png")]
    public void Text_OfAnyOtherForm_IsNone(string? text) => Assert.False(BlobId.TryParse(text, out _));
}
