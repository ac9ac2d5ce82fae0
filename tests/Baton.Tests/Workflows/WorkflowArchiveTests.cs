using System.IO.Compression;
using Baton.Tests.Blobs;
using Baton.Tests.Moderation;
using Baton.Tests.Workers;
using Xunit;

namespace Baton.Tests.Workflows;

/// <summary>Listings as a zip of what the workflows made.</summary>
public sealed class WorkflowArchiveTests(BatonHost host)
{
    private static readonly string Picture = $"data:image/png;base64,{Convert.ToBase64String(AMedia.Png)}";

    [Fact]
    public async Task Listing_AskedForAsAZip_HoldsTheOutputsByWorkflowAndStep()
    {
        using var caller = await host.Caller("zipping");
        var first = await caller.Submitted(Of(Step("poster", "webp")));
        var second = await caller.Submitted($$"""
            { "arguments": { "formats": ["gif", "png"] }, "steps": [ {{Step("one", "jpeg")}}, { "$type": "repeat", "name": "each", "input": {
                "for": { "$ref": "$arguments", "path": "formats", "as": "format" },
                "template": { "$type": "convertImage", "input": { "image": "{{Picture}}", "output": { "format": { "$ref": "format" } } } } } } ] }
            """);
        await caller.Submitted(Calls.Echo());

        using var zip = await Zip(caller, "?ascending=true");

        Assert.Equal(
            [$"{first}/poster.webp", $"{second}/one.jpg", $"{second}/each-1.gif", $"{second}/each-2.png"],
            zip.Archive.Entries.Select(entry => entry.FullName));
        Assert.All(zip.Archive.Entries, entry => Assert.NotEqual(0, entry.Length));
        Assert.Null(zip.Next);
    }

    [Fact]
    public async Task Listing_AsAZipInPages_NamesTheNextOneInAHeader()
    {
        using var caller = await host.Caller("zipping-pages");
        var older = await caller.Submitted(Of(Step("a", "png")));
        var newer = await caller.Submitted(Of(Step("a", "png")));

        using var first = await Zip(caller, "?take=1&excludeFailed=true");
        using var second = await Zip(caller, first.Next!);

        Assert.Equal([$"{newer}/a.png"], first.Archive.Entries.Select(entry => entry.FullName));
        Assert.Equal([$"{older}/a.png"], second.Archive.Entries.Select(entry => entry.FullName));
        Assert.Contains("excludeFailed=true", first.Next, StringComparison.Ordinal);
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task Listing_AsAZipOfNothing_IsAnEmptyArchive()
    {
        using var caller = await host.Caller("zipping-nothing");

        using var zip = await Zip(caller, "");

        Assert.Empty(zip.Archive.Entries);
    }

    [Theory]
    [InlineData("application/zip, application/json;q=0.9", "application/zip")]
    [InlineData("application/zip", "application/zip")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/json, application/zip", "application/json")]
    [InlineData("application/zip;q=0.5, application/json", "application/json")]
    [InlineData("application/json; charset=utf-8", "application/json")]
    [InlineData("not a media type", "application/json")]
    public async Task Listing_ForAnAcceptHeader_IsWhatTheHeaderPrefers(string accept, string given)
    {
        using var caller = await host.Caller("zipping-nothing");

        Assert.Equal(given, (await caller.Send("GET", Calls.Workflows, headers: ("Accept", accept))).ContentType);
    }

    [Theory]
    [InlineData("text/csv")]
    [InlineData("application/*;q=0")]
    [InlineData("*/*, application/json;q=0, application/zip;q=0")]
    public async Task Listing_ForAnAcceptHeaderThatLeavesNothing_IsRefused(string accept)
    {
        using var caller = await host.Caller("zipping-nothing");

        var answer = await caller.Send("GET", Calls.Workflows, headers: ("Accept", accept));

        Assert.Equal("This operation gives application/json or application/zip.", answer.IsProblem(406, "not-acceptable").Json.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Listing_AsAZip_LeavesOutWhatIsRatedMature()
    {
        using var rules = new AFileOfRules("""{ "rules": [{ "category": "nudity", "phrases": ["nude"], "rating": "x" }] }""");
        await using var moderated = await HeldHost.Run(slots: 0, rules.Settings);
        using var caller = await moderated.Caller("ann");
        await MatureSpeech.Make(caller, await HandWorker.Register(moderated, capabilities: """[{ "type": "echo" }, { "type": "textToSpeech" }]"""));

        using var zip = await Zip(caller, "?hideMatureContent=false");

        Assert.Empty(zip.Archive.Entries);
    }

    private static string Of(params string[] steps) => $$"""{ "steps": [ {{string.Join(',', steps)}} ] }""";

    private static string Step(string name, string format) =>
        $$"""{ "$type": "convertImage", "name": "{{name}}", "input": { "image": "{{Picture}}", "output": { "format": "{{format}}" } } }""";

    private static async Task<ListedZip> Zip(HttpClient caller, string queryOrAddress)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, queryOrAddress.StartsWith('/') ? queryOrAddress : Calls.Workflows + queryOrAddress);
        request.Headers.Accept.ParseAdd("application/zip");
        using var response = await caller.SendAsync(request, BatonHost.Stop);
        Assert.Equal((200, "application/zip"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var link = response.Headers.TryGetValues("Link", out var links) ? Assert.Single(links) : null;
        var content = new MemoryStream(await response.Content.ReadAsByteArrayAsync(BatonHost.Stop));
        return new ListedZip(new ZipArchive(content), link?.Split('<', '>')[1]);
    }

    private sealed record ListedZip(ZipArchive Archive, string? Next) : IDisposable
    {
        public void Dispose() => Archive.Dispose();
    }
}
