using Baton.Providers.Images;
using NetVips;

namespace Baton.Providers.Video;

/// <summary>What a frame looks like, in little: its outlines as a hash and its colours on an 8 × 8 grid.</summary>
internal sealed record FrameLook(int Width, int Height, ulong Outlines, byte[] Colours)
{
    private const int GridSide = 8;

    public static FrameLook Of(Picture picture)
    {
        var grid = picture.Keep(picture.Frames[0].ThumbnailImage(GridSide, height: GridSide, size: Enums.Size.Force, noRotate: true));
        return new FrameLook(picture.Width, picture.Height, PerceptualHash.Difference(picture), grid.WriteToMemory<byte>());
    }

    /// <summary>Between 0 and 1. Both must agree: a hash is blind to colour, and colours on a coarse grid to outlines.</summary>
    public double LikenessTo(FrameLook other)
    {
        var apart = Colours.Zip(other.Colours, (one, two) => Math.Abs(one - two)).Average() / byte.MaxValue;
        return Math.Min(PerceptualHash.Likeness(Outlines, other.Outlines), 1 - apart);
    }
}
