using System.Text.Json;
using Baton.Client.Workers;
using Baton.Contracts.Blobs;
using Baton.Contracts.Json;
using Baton.Contracts.Recipes;
using Baton.Providers.Adapters;

namespace Baton.Providers.Sandbox;

/// <summary>Makes the outputs of every step type that there are stand-ins for.</summary>
internal sealed class SandboxStudio(SandboxPictures pictures, SandboxClips clips, TimeProvider time)
{
    private const int TinySide = 16;

    /// <param name="arrive">Waits as long as a result of so many bytes takes to arrive.</param>
    public async Task<JsonElement> Make(
        SandboxRequest request, JsonElement input, SandboxMedia media, IJobContext context, Func<long, Task> arrive, CancellationToken cancellationToken)
    {
        request = media == SandboxMedia.Tiny ? request with { Width = TinySide, Height = TinySide, Duration = 1 } : request;
        switch (request.Type)
        {
            case "chatCompletion":
                return JsonSerializer.SerializeToElement(SandboxAnswers.Chat(request, input, time.GetUtcNow()), BatonJson.Default.ChatCompletionOutput);
            case "transcription":
                return JsonSerializer.SerializeToElement(await Transcript(request, input, media, context, cancellationToken), BatonJson.Default.TranscriptionOutput);
            case "videoGen":
                var video = media == SandboxMedia.None ? null : await Clip(SandboxClips.Even(request), context, arrive, cancellationToken);
                return JsonSerializer.SerializeToElement(new VideoGenOutput { Video = video }, BatonJson.Default.VideoGenOutput);
        }

        var images = new List<ImageBlob>();
        for (var index = 0; index < request.Quantity && media != SandboxMedia.None; index++)
        {
            images.Add(await Picture(request.Numbered(index), context, arrive, cancellationToken));
        }

        return request.Type switch
        {
            "comfy" => JsonSerializer.SerializeToElement(new ComfyOutput { Blobs = images }, BatonJson.Default.ComfyOutput),
            "textToImage" => JsonSerializer.SerializeToElement(new TextToImageOutput { Images = images }, BatonJson.Default.TextToImageOutput),
            _ => JsonSerializer.SerializeToElement(new ImageGenOutput { Images = images }, BatonJson.Default.ImageGenOutput),
        };
    }

    private async Task<ImageBlob> Picture(SandboxRequest request, IJobContext context, Func<long, Task> arrive, CancellationToken cancellationToken)
    {
        var (format, contentType) = SandboxPictures.FormatOf(request);
        var path = await pictures.Draw(request, format, context, cancellationToken);
        await arrive(new FileInfo(path).Length);
        var stored = await context.Store(path, contentType, new MediaFacts(request.Width, request.Height), cancellationToken);
        return SandboxPictures.BlobOf(request, stored, context.JobId);
    }

    private async Task<VideoBlob> Clip(SandboxRequest request, IJobContext context, Func<long, Task> arrive, CancellationToken cancellationToken)
    {
        var path = await clips.Draw(request, context, cancellationToken);
        await arrive(new FileInfo(path).Length);
        var stored = await context.Store(path, "video/mp4", new MediaFacts(request.Width, request.Height, request.Duration), cancellationToken);
        return new VideoBlob { Id = stored.Id, Available = true, Url = stored.Url, JobId = context.JobId, Width = request.Width, Height = request.Height };
    }

    /// <summary>The recording is fetched, so that one that is not there fails here as it would elsewhere.</summary>
    private static async Task<TranscriptionOutput> Transcript(
        SandboxRequest request, JsonElement input, SandboxMedia media, IJobContext context, CancellationToken cancellationToken)
    {
        var content = media == SandboxMedia.None ? "" : Convert.ToHexString(await Hash(request.Prompt, context, cancellationToken));
        return SandboxAnswers.Transcript(content, input.Text("language"), input.Member("returnTimeStamps") is not { ValueKind: JsonValueKind.False });
    }

    private static async Task<byte[]> Hash(string source, IJobContext context, CancellationToken cancellationToken)
    {
        var file = await context.Fetch(source, cancellationToken);
        await using var content = File.OpenRead(file.Path);
        var hash = new System.IO.Hashing.XxHash64();
        await hash.AppendAsync(content, cancellationToken);
        return hash.GetCurrentHash();
    }
}
