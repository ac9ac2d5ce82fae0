using Baton.Client.Workers;
using Baton.Contracts.Recipes;
using NetVips;

namespace Baton.Providers.Images;

/// <summary>Computes a picture's frames and encodes them; this is where the time goes.</summary>
internal static class PictureWriter
{
    private const int WebpSideMax = 16_383;
    private const int JpegSideMax = 65_500;
    private const int GifSideMax = 65_535;

    private static readonly double[] White = [255];

    public static void Write(Picture picture, ImageOutputFormat format, string path, IProgress<int> progress, CancellationToken cancellationToken)
    {
        CheckSides(picture, format);
        var keep = format.HideMetadata ? Enums.ForeignKeep.None : Enums.ForeignKeep.All;
        var image = Joined(picture);
        if (format is JpegOutputFormat && image.HasAlpha())
        {
            image = picture.Keep(image.Flatten(background: White));
        }

        image.SetProgress(progress, cancellationToken);
        Save(image, picture.Height, format, path, keep);
    }

    private static void Save(Image image, int pageHeight, ImageOutputFormat format, string path, Enums.ForeignKeep keep)
    {
        switch (format)
        {
            case JpegOutputFormat jpeg:
                image.Jpegsave(path, q: jpeg.Quality, optimizeCoding: true, keep: keep);
                break;
            case PngOutputFormat:
                image.Pngsave(path, keep: keep);
                break;
            case WebpOutputFormat webp:
                image.Webpsave(path, q: webp.Quality, lossless: webp.Lossless, keep: keep, pageHeight: pageHeight);
                break;
            case GifOutputFormat:
                image.Gifsave(path, keep: keep, pageHeight: pageHeight);
                break;
        }
    }

    /// <summary>An animation is one tall image to libvips. A copy, so that progress is not wired to an image that is used elsewhere.</summary>
    private static Image Joined(Picture picture) => picture.Keep(
        picture.Frames.Count == 1 ? picture.Frames[0].Copy() : Image.Arrayjoin([.. picture.Frames], across: 1));

    private static void CheckSides(Picture picture, ImageOutputFormat format)
    {
        var (name, sideMax) = format switch
        {
            JpegOutputFormat => ("JPEG", JpegSideMax),
            WebpOutputFormat => ("WebP", WebpSideMax),
            GifOutputFormat => ("GIF", GifSideMax),
            _ => ("PNG", int.MaxValue),
        };
        if (Math.Max(picture.Width, picture.Height) > sideMax)
        {
            throw new JobFailedException(
                JobFailure.Invalid, $"{name} holds at most {sideMax} pixels a side; this picture would have {picture.Width} × {picture.Height}.");
        }
    }
}
