using System.Text.Json;
using Baton.Contracts.Json;
using Baton.Results;
using Xunit;

namespace Baton.Tests.Cli;

public sealed class ResultFilesTests
{
    [Fact]
    public void OneBlob_InANamedStep_IsCalledLikeTheStep()
    {
        var files = FilesOf("poster", """{ "blob": { "id": "blob_1.webp", "available": true, "url": "http://h/v2/consumer/blobs/blob_1.webp?sig=s" } }""");

        var file = Assert.Single(files);
        Assert.Equal(("poster", "poster.webp"), (file.Step, file.Name));
    }

    [Fact]
    public void ManyBlobs_InOneStep_AreNumberedSoThatTheySort()
    {
        var blobs = Enumerable.Range(1, 10).Select(n => $$"""{ "id": "blob_{{n}}.png", "url": "http://h/{{n}}.png" }""");

        var files = FilesOf("frames", $$"""{ "frames": [{{string.Join(',', blobs)}}] }""");

        Assert.Equal("frames-01.png", files[0].Name);
        Assert.Equal("frames-10.png", files[^1].Name);
    }

    [Fact]
    public void TheSameBlob_MentionedTwice_IsOneFile()
    {
        const string Blob = """{ "id": "blob_1.png", "url": "http://h/1.png" }""";

        Assert.Single(FilesOf("a", $$"""{ "blob": {{Blob}}, "again": {{Blob}} }"""));
    }

    [Fact]
    public void AStepInsideAnOutput_CountsOnlyWhatItMade()
    {
        var files = FilesOf("thumbs", """
            { "steps": [ {
                "$type": "convertImage",
                "input": { "source": { "id": "blob_in.png", "url": "http://h/in.png" } },
                "output": { "blob": { "id": "blob_out.gif", "url": "http://h/out.gif" } } } ] }
            """);

        Assert.Equal("http://h/out.gif", Assert.Single(files).Url.AbsoluteUri);
    }

    [Fact]
    public void AnArchive_WhichIsNoBlob_IsAFileToo() =>
        Assert.Equal("bundle.tar", Assert.Single(FilesOf("bundle", """{ "url": "http://h/archive/t", "entryCount": 2, "format": "tar" }""")).Name);

    [Theory]
    [InlineData("../../etc/passwd", "_.._etc_passwd.png")]
    [InlineData("$0", "_0.png")]
    [InlineData(".hidden", "hidden.png")]
    public void AStepName_ThatIsNoGoodFileName_StaysInTheFolder(string step, string expected) =>
        Assert.Equal(expected, Assert.Single(FilesOf(step, """{ "blob": { "id": "blob_1.png", "url": "http://h/1.png" } }""")).Name);

    [Theory]
    [InlineData("""{ "message": "http://h/1.png" }""")]
    [InlineData("""{ "blob": { "id": "blob_1.png", "url": "file:///etc/passwd" } }""")]
    [InlineData("""{ "blob": { "id": "blob_1.png", "available": false } }""")]
    [InlineData("""[1, "two", null]""")]
    public void Values_ThatAreNoFiles_AreNotTakenForOnes(string output) => Assert.Empty(FilesOf("a", output));

    private static IReadOnlyList<ResultFile> FilesOf(string step, string output)
    {
        var workflow = $$"""
            { "id": "wf_1", "createdAt": "2026-01-01T00:00:00Z", "metadata": {}, "status": "succeeded", "tags": [], "arguments": {}, "callbacks": [],
              "tips": { "civitai": 0, "creators": 0 }, "cost": { "tips": { "civitai": 0, "creators": 0 } }, "upgradeMode": "manual", "currencies": [],
              "steps": [ { "$type": "convertImage", "name": "{{step}}", "priority": "normal", "status": "succeeded", "metadata": {}, "output": {{output}} } ] }
            """;
        return ResultFiles.Of(JsonSerializer.Deserialize(workflow, BatonJson.Default.Workflow)!);
    }
}
