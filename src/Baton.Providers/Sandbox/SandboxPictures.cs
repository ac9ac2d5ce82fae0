using Baton.Client.Workers;
using Baton.Contracts.Recipes;
using Baton.Providers.Images;
using NetVips;

namespace Baton.Providers.Sandbox;

/// <summary>Makes the pictures of stand-ins.</summary>
internal sealed class SandboxPictures(PictureReader reader, PictureLimits limits, PictureJob job)
{
    /// <summary>Draws a picture to a file.</summary>
    public async Task<string> Draw(SandboxRequest request, ImageOutputFormat format, IJobContext context, CancellationToken cancellationToken)
    {
        limits.Check(request.Width, request.Height, frames: 1);
        var source = request.Source is { } url ? await PictureSource.Fetch(url, context, cancellationToken) : null;
        var path = Path.Combine(context.TempDirectory, Path.GetRandomFileName());
        return await job.WithinTime(stop => Draw(request, source, format, path, stop), cancellationToken);
    }

    public static (ImageOutputFormat Format, string ContentType) FormatOf(SandboxRequest request) => request.Format.ToUpperInvariant() switch
    {
        "JPEG" or "JPG" => (new JpegOutputFormat { Quality = 90 }, "image/jpeg"),
        "WEBP" => (new WebpOutputFormat { Quality = 90 }, "image/webp"),
        _ => (new PngOutputFormat(), "image/png"),
    };

    private string Draw(SandboxRequest request, PictureSource? source, ImageOutputFormat format, string path, CancellationToken cancellationToken)
    {
        limits.OpenLibrary();
        var canvas = source is null ? new Canvas(request.Width, request.Height) : Load(source, request);
        SandboxScene.Draw(canvas, request, isEmpty: source is null);
        using var picture = new Picture();
        picture.Frames = [picture.Keep(Image.NewFromMemory(canvas.Pixels, canvas.Width, canvas.Height, 3, Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb))];
        PictureWriter.Write(picture, format, path, new Progress<int>(), cancellationToken);
        return path;
    }

    /// <summary>The middle of the picture that was sent along, as large as the size that is asked for.</summary>
    private Canvas Load(PictureSource source, SandboxRequest request)
    {
        using var picture = reader.Open(source, framesMax: 1);
        var fitted = picture.Keep(picture.Frames[0].ThumbnailImage(request.Width, height: request.Height, size: Enums.Size.Both, crop: Enums.Interesting.Centre));
        var flat = fitted.HasAlpha() ? picture.Keep(fitted.Flatten()) : fitted;
        var colours = flat.Bands == 1 ? picture.Keep(flat.Bandjoin(flat, flat)) : flat;
        return new Canvas(colours.Width, colours.Height, colours.WriteToMemory<byte>());
    }
}
