using Baton.Contracts.Recipes;
using NetVips;

namespace Baton.Providers.Images;

/// <summary>Applies a caller's transforms to all frames, in order.</summary>
internal sealed class PictureTransforms(PictureLimits limits)
{
    public void Apply(Picture picture, IReadOnlyList<ImageTransform> transforms)
    {
        foreach (var transform in transforms)
        {
            Apply(picture, transform);
        }
    }

    /// <summary>Scales all frames to exactly this size.</summary>
    public void Resize(Picture picture, int width, int height)
    {
        limits.Check(width, height, picture.Frames.Count);
        var (across, down) = ((double)width / picture.Width, (double)height / picture.Height);
        picture.Frames = Each(picture, frame => WithAlphaApart(picture, frame, image => image.Resize(across, Enums.Kernel.Lanczos3, vscale: down)));
    }

    private void Apply(Picture picture, ImageTransform transform)
    {
        switch (transform)
        {
            case ResizeTransform { TargetWidth: { } width }:
                var height = Math.Max(1, (int)Math.Min(int.MaxValue, Math.Round((double)picture.Height * width / picture.Width)));
                Resize(picture, width, height);
                break;
            case BlurTransform blur:
                picture.Frames = Each(picture, frame => Blur(picture, frame, blur));
                break;
        }
    }

    private static List<Image> Each(Picture picture, Func<Image, Image> change) => [.. picture.Frames.Select(change)];

    /// <summary>Without regions the whole picture is blurred in either mode: who asks for a blur wants something hidden.</summary>
    private static Image Blur(Picture picture, Image frame, BlurTransform blur)
    {
        var blurred = WithAlphaApart(picture, frame, image => image.Gaussblur(blur.Blur));
        if (blur.Regions is not { Count: > 0 } regions)
        {
            return blurred;
        }

        var (ground, patches) = blur.Mode == BlurRegionMode.Include ? (frame, blurred) : (blurred, frame);
        foreach (var region in regions)
        {
            ground = Patch(picture, ground, patches, region);
        }

        return ground;
    }

    private static Image Patch(Picture picture, Image ground, Image patches, BlurRegion region)
    {
        var left = Math.Clamp(Math.Min(region.X1, region.X2), 0, ground.Width);
        var right = Math.Clamp(Math.Max(region.X1, region.X2), 0, ground.Width);
        var top = Math.Clamp(Math.Min(region.Y1, region.Y2), 0, ground.Height);
        var bottom = Math.Clamp(Math.Max(region.Y1, region.Y2), 0, ground.Height);
        return left == right || top == bottom
            ? ground
            : picture.Keep(ground.Insert(picture.Keep(patches.Crop(left, top, right - left, bottom - top)), left, top));
    }

    /// <summary>Colours of transparent pixels must not bleed into their neighbours, so they are weighted by their alpha on the way.</summary>
    private static Image WithAlphaApart(Picture picture, Image frame, Func<Image, Image> change)
    {
        if (!frame.HasAlpha())
        {
            return picture.Keep(change(frame));
        }

        var changed = picture.Keep(change(picture.Keep(frame.Premultiply())));
        return picture.Keep(picture.Keep(changed.Unpremultiply()).Cast(Enums.BandFormat.Uchar));
    }
}
