using System.IO.Hashing;
using System.Text.Json;
using Baton.Client.Workers;
using Baton.Contracts.Blobs;
using Baton.Contracts.Json;
using Baton.Contracts.Recipes;
using Baton.Providers.Adapters;

namespace Baton.Providers.Sandbox;

/// <summary>Makes the outputs of every step type that there are stand-ins for; each takes as long to arrive as its provider's temper says.</summary>
internal sealed class SandboxStudio(SandboxPictures pictures, SandboxClips clips, TimeProvider time)
{
    private const int TinySide = 16;

    public async Task<JsonElement> Make(SandboxRequest request, SandboxProvider provider, IJobContext context, CancellationToken cancellationToken)
    {
        request = provider.Media == SandboxMedia.Tiny ? request with { Width = TinySide, Height = TinySide, Duration = 1 } : request;
        return request.Type switch
        {
            "echo" => request.Input,
            "chatCompletion" => JsonSerializer.SerializeToElement(await Chat(request, provider, context, cancellationToken), BatonJson.Default.ChatCompletionOutput),
            "transcription" => JsonSerializer.SerializeToElement(await Transcript(request, provider, context, cancellationToken), BatonJson.Default.TranscriptionOutput),
            "videoGen" => JsonSerializer.SerializeToElement(await Video(request, provider, context, cancellationToken), BatonJson.Default.VideoGenOutput),
            "comfy" => JsonSerializer.SerializeToElement(new ComfyOutput { Blobs = await Images(request, provider, context, cancellationToken) }, BatonJson.Default.ComfyOutput),
            "textToImage" => JsonSerializer.SerializeToElement(new TextToImageOutput { Images = await Images(request, provider, context, cancellationToken) }, BatonJson.Default.TextToImageOutput),
            _ => JsonSerializer.SerializeToElement(new ImageGenOutput { Images = await Images(request, provider, context, cancellationToken) }, BatonJson.Default.ImageGenOutput),
        };
    }

    private async Task<List<ImageBlob>> Images(SandboxRequest request, SandboxProvider provider, IJobContext context, CancellationToken cancellationToken)
    {
        var images = new List<ImageBlob>();
        for (var index = 0; index < request.Quantity && provider.Media != SandboxMedia.None; index++)
        {
            images.Add(await Picture(request.Numbered(index), provider, context, cancellationToken));
        }

        return images;
    }

    private async Task<ImageBlob> Picture(SandboxRequest request, SandboxProvider provider, IJobContext context, CancellationToken cancellationToken)
    {
        var (format, contentType) = SandboxPictures.FormatOf(request);
        var path = await pictures.Draw(request, format, context, cancellationToken);
        await Arrive(provider, path, cancellationToken);
        var stored = await context.Store(path, contentType, new MediaFacts(request.Width, request.Height), cancellationToken);
        return new ImageBlob { Id = stored.Id, Available = true, Url = stored.Url, JobId = context.JobId, Width = request.Width, Height = request.Height };
    }

    private async Task<VideoGenOutput> Video(SandboxRequest request, SandboxProvider provider, IJobContext context, CancellationToken cancellationToken)
    {
        var made = new List<VideoBlob>();
        for (var index = 0; index < request.Quantity && provider.Media != SandboxMedia.None; index++)
        {
            made.Add(await Clip(SandboxClips.Even(request.Numbered(index)), provider, context, cancellationToken));
        }

        return new VideoGenOutput
        {
            Video = made.FirstOrDefault(),
            AdditionalVideos = made.Count > 1 ? made[1..] : null,
            DraftCache = request.Input.Flag("draft") ? await DraftCache(request, context, cancellationToken) : null,
        };
    }

    private async Task<VideoBlob> Clip(SandboxRequest request, SandboxProvider provider, IJobContext context, CancellationToken cancellationToken)
    {
        var path = await clips.Draw(request, context, cancellationToken);
        await Arrive(provider, path, cancellationToken);
        var stored = await context.Store(path, "video/mp4", new MediaFacts(request.Width, request.Height, request.Duration), cancellationToken);
        return new VideoBlob { Id = stored.Id, Available = true, Url = stored.Url, JobId = context.JobId, Width = request.Width, Height = request.Height };
    }

    private static async Task<FileBlob> DraftCache(SandboxRequest request, IJobContext context, CancellationToken cancellationToken)
    {
        var path = Path.Combine(context.TempDirectory, Path.GetRandomFileName());
        await File.WriteAllTextAsync(path, $"SANDBOX draft, seed {request.Seed}", cancellationToken);
        var stored = await context.Store(path, "application/octet-stream", new MediaFacts(), cancellationToken);
        return new FileBlob { Id = stored.Id, Available = true, Url = stored.Url, JobId = context.JobId };
    }

    /// <summary>Word by word, also to whoever listens while it is said.</summary>
    private async Task<ChatCompletionOutput> Chat(SandboxRequest request, SandboxProvider provider, IJobContext context, CancellationToken cancellationToken)
    {
        var answer = SandboxAnswers.Chat(request, time.GetUtcNow());
        await Wait(provider.Temper.FirstByte, cancellationToken);
        foreach (var chunk in SandboxChunks.Of(answer))
        {
            await Wait(provider.Temper.TransferOf(chunk.Length), cancellationToken);
            if (context.Stream is { } live)
            {
                await live.Write(chunk, cancellationToken);
            }
        }

        return answer;
    }

    /// <summary>The recording is fetched, so that one that is not there fails here as it would elsewhere.</summary>
    private static async Task<TranscriptionOutput> Transcript(SandboxRequest request, SandboxProvider provider, IJobContext context, CancellationToken cancellationToken)
    {
        var content = provider.Media == SandboxMedia.None ? "" : Convert.ToHexString(await Hash(request.Prompt, context, cancellationToken));
        return SandboxAnswers.Transcript(content, request.Input.Text("language"), request.Input.Member("returnTimeStamps") is not { ValueKind: JsonValueKind.False });
    }

    private static async Task<byte[]> Hash(string source, IJobContext context, CancellationToken cancellationToken)
    {
        var file = await context.Fetch(source, cancellationToken);
        await using var content = File.OpenRead(file.Path);
        var hash = new XxHash64();
        await hash.AppendAsync(content, cancellationToken);
        return hash.GetCurrentHash();
    }

    private Task Arrive(SandboxProvider provider, string path, CancellationToken cancellationToken) =>
        Wait(provider.Temper.FirstByte + provider.Temper.TransferOf(new FileInfo(path).Length), cancellationToken);

    private Task Wait(TimeSpan duration, CancellationToken cancellationToken) =>
        duration > TimeSpan.Zero ? Task.Delay(duration, time, cancellationToken) : Task.CompletedTask;
}
