using Baton.Client.Workers;
using Baton.Providers.Media;
using NetVips;

namespace Baton.Providers.Images;

/// <summary>Opens pictures of the accepted formats as upright 8-bit sRGB frames; refuses by their headers those too large to decode.</summary>
internal sealed class PictureReader(PictureLimits limits)
{
    private const string Accepted = "JPEG, PNG, WebP, GIF or AVIF";

    /// <summary>Opens up to <paramref name="framesMax"/> frames from the first one on; null opens all.</summary>
    public Picture Open(PictureSource source, int? framesMax)
    {
        var (path, format) = source;
        if (format is not { IsPicture: true })
        {
            var found = format is null ? "is in no format that is known here" : $"is {format.Name}";
            throw new JobFailedException(JobFailure.Invalid, $"The picture {found}; it must be {Accepted}.");
        }

        limits.OpenLibrary();
        var frames = FramesToRead(path, format, framesMax);
        var picture = new Picture();
        var image = ToSrgb(picture, picture.Keep(Load(path, format, frames)));
        picture.Frames = frames == 1 ? [picture.Keep(image.Autorot())] : Split(picture, image);
        return picture;
    }

    private int FramesToRead(string path, MediaFormat format, int? framesMax)
    {
        using var header = Load(path, format, 1);
        var animated = format == MediaFormat.Gif || format == MediaFormat.Webp;
        var there = animated && header.Contains("n-pages") ? (int)header.Get("n-pages") : 1;
        var frames = Math.Clamp(framesMax ?? there, 1, Math.Max(1, there));
        limits.Check(header.Width, header.PageHeight, frames);
        return frames;
    }

    private static Image Load(string path, MediaFormat format, int frames) => format.ContentType switch
    {
        "image/jpeg" => Image.Jpegload(path, failOn: Enums.FailOn.Error),
        "image/png" => Image.Pngload(path, failOn: Enums.FailOn.Error),
        "image/webp" => Image.Webpload(path, n: frames, failOn: Enums.FailOn.Error),
        "image/gif" => Image.Gifload(path, n: frames, failOn: Enums.FailOn.Error),
        _ => Image.Heifload(path, failOn: Enums.FailOn.Error),
    };

    /// <summary>Grey pictures ignore their profile: theirs seldom fits what decoders make of them.</summary>
    private static Image ToSrgb(Picture picture, Image image)
    {
        if (image.Contains("icc-profile-data") && image.Interpretation is not (Enums.Interpretation.Bw or Enums.Interpretation.Grey16))
        {
            var fallback = image.Interpretation == Enums.Interpretation.Cmyk ? "cmyk" : "srgb";
            image = picture.Keep(image.IccTransform("srgb", embedded: true, inputProfile: fallback, depth: 8));
        }

        if (image.Interpretation != Enums.Interpretation.Srgb)
        {
            image = picture.Keep(image.Colourspace(Enums.Interpretation.Srgb));
        }

        return image.Format == Enums.BandFormat.Uchar ? image : picture.Keep(image.Cast(Enums.BandFormat.Uchar));
    }

    private static List<Image> Split(Picture picture, Image image)
    {
        var height = image.PageHeight;
        return [.. Enumerable.Range(0, image.Height / height).Select(index => picture.Keep(image.Crop(0, index * height, image.Width, height)))];
    }
}
