using Baton.Client.Workers;
using Baton.Contracts.Blobs;
using Baton.Contracts.Recipes;
using Microsoft.Extensions.Options;
using NetVips;

namespace Baton.Providers.Images;

/// <summary>What picture handlers share: work off the caller's thread, within a time, with progress, and the result stored as a blob.</summary>
internal sealed class PictureJob(PictureReader reader, IOptions<MediaOptions> options, TimeProvider time)
{
    // Encoding is all but the whole of the work; storing what came out is the rest.
    private const double EncodingShare = 0.95;

    private readonly TimeSpan durationMax = options.Value.PictureDuration;

    /// <summary>Opens the picture, changes it, encodes it as <paramref name="work"/> says, and stores it.</summary>
    public async Task<ImageBlob> Run(PictureWork work, IJobContext context, CancellationToken cancellationToken)
    {
        var (extension, contentType) = Names(work.Output);
        var path = Path.Combine(context.TempDirectory, "picture" + extension);
        var facts = await WithinTime(stop => Encode(work, path, context, stop), cancellationToken);
        var stored = await context.Store(path, contentType, facts, cancellationToken);
        return new ImageBlob
        {
            Id = stored.Id,
            Available = true,
            Url = stored.Url,
            JobId = context.JobId,
            Width = facts.Width,
            Height = facts.Height,
        };
    }

    /// <summary>Runs picture work on another thread; work beyond the time is rejected.</summary>
    public async Task<T> WithinTime<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken)
    {
        using var timeUp = new CancellationTokenSource(durationMax, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellationToken);
        try
        {
            return await Task.Run(() => work(end.Token), end.Token);
        }
        catch (VipsException broken) when (!end.IsCancellationRequested)
        {
            throw PictureFailure.Of(broken);
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or VipsException && cancellationToken.IsCancellationRequested)
        {
            // libvips tells a stop on the way as just another failure.
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or VipsException && timeUp.IsCancellationRequested)
        {
            throw new JobFailedException(
                JobFailure.Rejected, $"This picture took longer than the {durationMax.TotalSeconds:0} seconds that this provider allows.");
        }
    }

    private MediaFacts Encode(PictureWork work, string path, IJobContext context, CancellationToken cancellationToken)
    {
        using var picture = reader.Open(work.Source, work.FramesMax);
        work.Change(picture);
        PictureWriter.Write(picture, work.Output, path, new PercentReport(context, EncodingShare), cancellationToken);
        context.Report(EncodingShare);
        return new MediaFacts(picture.Width, picture.Height);
    }

    private static (string Extension, string ContentType) Names(ImageOutputFormat format) => format switch
    {
        JpegOutputFormat => (".jpg", "image/jpeg"),
        PngOutputFormat => (".png", "image/png"),
        WebpOutputFormat => (".webp", "image/webp"),
        _ => (".gif", "image/gif"),
    };
}
