using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;
using Baton.Contracts.Blobs;
using Baton.Contracts.Json;
using Baton.Contracts.Recipes;
using Baton.Providers.Images;
using Baton.Providers.Media;
using Baton.Providers.Video;

namespace Baton.Providers.Adapters;

/// <summary>
/// Makes blobs of what services sent, which is not trusted: what it is, is told by its first bytes; a picture is decoded to its end and a clip is probed, so that half a
/// file is noticed here and not by the caller. What does not hold is the service's fault.
/// </summary>
internal sealed class ResultStore(PictureReader pictures, PictureJob work, Ffprobe ffprobe, AudioProbe audio)
{
    /// <summary>A picture, in the format that the step asks for; null leaves it as it is.</summary>
    public async Task<JsonNode> Image(RemoteService service, string path, ImageOutputFormat? format, IJobContext context, CancellationToken cancellationToken)
    {
        var found = await MediaSniffer.Sniff(path, cancellationToken);
        if (found is not { IsPicture: true })
        {
            throw Wrong(service, "a picture", found);
        }

        var source = new PictureSource(path, found);
        if (format is not null && MediaTypeOf(format) != found.ContentType)
        {
            return Node(await Trusting(service, () => work.Run(new PictureWork(source, FramesMax: 1, _ => { }, format), context, cancellationToken)));
        }

        var facts = await Trusting(service, () => work.WithinTime(_ => Decode(source), cancellationToken));
        var stored = await context.Store(path, found.ContentType, facts, cancellationToken);
        return Node(new ImageBlob { Id = stored.Id, Available = true, Url = stored.Url, JobId = context.JobId, Width = facts.Width, Height = facts.Height });
    }

    public async Task<JsonNode> Video(RemoteService service, string path, IJobContext context, CancellationToken cancellationToken)
    {
        var found = await MediaSniffer.Sniff(path, cancellationToken);
        if (found is not { Demuxer: not null })
        {
            throw Wrong(service, "a video", found);
        }

        var facts = await Trusting(service, () => ffprobe.Probe(path, found, context.TempDirectory, cancellationToken));
        var stored = await context.Store(path, found.ContentType, new MediaFacts(facts.Width, facts.Height, facts.Duration), cancellationToken);
        return Node(new VideoBlob { Id = stored.Id, Available = true, Url = stored.Url, JobId = context.JobId, Width = facts.Width, Height = facts.Height });
    }

    public async Task<JsonNode> Audio(RemoteService service, string path, IJobContext context, CancellationToken cancellationToken)
    {
        var found = await AudioFormat.Sniff(path, cancellationToken) ?? throw Wrong(service, "sound", await MediaSniffer.Sniff(path, cancellationToken));
        var duration = await Trusting(service, () => audio.Duration(path, found, context.TempDirectory, cancellationToken));
        var stored = await context.Store(path, found.ContentType, new MediaFacts(Duration: duration), cancellationToken);
        return Node(new AudioBlob { Id = stored.Id, Available = true, Url = stored.Url, JobId = context.JobId, Duration = duration is { } seconds ? Math.Round(seconds, 3) : null });
    }

    /// <summary>Whichever of them it is.</summary>
    public async Task<JsonNode> Any(RemoteService service, string path, IJobContext context, CancellationToken cancellationToken) =>
        await MediaSniffer.Sniff(path, cancellationToken) switch
        {
            { IsPicture: true } => await Image(service, path, null, context, cancellationToken),
            { Demuxer: not null } when await AudioFormat.Sniff(path, cancellationToken) is null => await Video(service, path, context, cancellationToken),
            _ => await Audio(service, path, context, cancellationToken),
        };

    /// <summary>The format that an imageGen step asks for; null when it leaves the choice.</summary>
    public static ImageOutputFormat? FormatOf(JsonElement input) => input.Text("outputFormat")?.ToLowerInvariant() switch
    {
        "jpeg" or "jpg" => new JpegOutputFormat(),
        "png" => new PngOutputFormat(),
        "webp" => new WebpOutputFormat(),
        _ => null,
    };

    private MediaFacts Decode(PictureSource source)
    {
        using var picture = pictures.Open(source, framesMax: 1);
        picture.Frames[0].Avg();
        return new MediaFacts(picture.Width, picture.Height);
    }

    private static async Task<T> Trusting<T>(RemoteService service, Func<Task<T>> look)
    {
        try
        {
            return await look();
        }
        catch (JobFailedException broken) when (broken.Kind != JobFailure.Transient)
        {
            throw ServiceFault.Over(JobFailure.Transient, $"'{service.Name}' sent a file that is broken or beyond the limits here: {broken.Message}", broken);
        }
    }

    private static ServiceFault Wrong(RemoteService service, string expected, MediaFormat? found) =>
        ServiceFault.Over(JobFailure.Transient, $"'{service.Name}' sent {(found is null ? "something of no known format" : $"a {found.Name} file")} where {expected} was expected.");

    private static string MediaTypeOf(ImageOutputFormat format) => format switch
    {
        JpegOutputFormat => "image/jpeg",
        PngOutputFormat => "image/png",
        WebpOutputFormat => "image/webp",
        _ => "image/gif",
    };

    private static JsonNode Node(Blob blob) => JsonSerializer.SerializeToNode(blob, BatonJson.Default.Blob)!;
}
