using System.Net;
using System.Text.Json;
using Baton.Tests.Workers;
using Xunit;

namespace Baton.Tests.Moderation;

/// <summary>
/// Speech whose text was mature, in a workflow that does not allow it: the text comes from a step before it, where nothing is known of it at submit.
/// </summary>
internal sealed record MatureSpeech(string WorkflowId, string BlobId)
{
    private static readonly byte[] Wave =
        [.. "RIFF"u8, 36, 0, 0, 0, .. "WAVEfmt "u8, 16, 0, 0, 0, 1, 0, 1, 0, 64, 31, 0, 0, 128, 62, 0, 0, 2, 0, 16, 0, .. "data"u8, 0, 0, 0, 0];

    /// <summary>The speech, done by a worker that does echo and textToSpeech and has nothing else to do.</summary>
    public static async Task<MatureSpeech> Make(HttpClient caller, HandWorker worker)
    {
        var id = await caller.Submitted("""
            { "allowMatureContent": false, "steps": [
              { "$type": "echo", "name": "words", "input": { "message": "something" } },
              { "$type": "textToSpeech", "name": "speech", "input": { "text": { "$ref": "words", "path": "output.message" } } }] }
            """, query: "");
        await worker.Complete(await worker.ClaimOne(), """{ "message": "a nude, spoken of" }""");
        var speech = await worker.ClaimOne();
        var blob = await worker.Upload(speech, Wave, "audio/wav");
        var done = await worker.Complete(speech, $$"""{ "audioBlob": {{blob.GetRawText()}} }""");
        Assert.True(done.Status == HttpStatusCode.NoContent, done.Text);
        return new MatureSpeech(id, blob.GetProperty("id").GetString()!);
    }

    /// <summary>The blob as the workflow shows it.</summary>
    public async Task<JsonElement> Shown(HttpClient caller) =>
        (await caller.Workflow(WorkflowId)).GetProperty("steps")[1].GetProperty("output").GetProperty("audioBlob");
}
