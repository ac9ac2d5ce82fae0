using System.Numerics;
using Baton.Contracts.Recipes;
using NetVips;

namespace Baton.Providers.Images;

/// <summary>64-bit hashes of how a picture looks, as commonly defined; the fewer bits differ, the more alike two pictures are.</summary>
internal static class PerceptualHash
{
    private const int Side = 8;
    private const int WaveSide = 32;

    /// <summary>Cosines of the 8 lowest frequencies at 32 places.</summary>
    private static readonly double[,] Waves = MakeWaves();

    public static ulong Of(MediaHashType type, Picture picture) => type switch
    {
        MediaHashType.Perceptual => Difference(picture),
        MediaHashType.PerceptualDct => Cosine(picture),
    };

    /// <summary>How alike two hashes are: 1 when the same, about a half when unrelated.</summary>
    public static double Likeness(ulong one, ulong other) => 1 - (BitOperations.PopCount(one ^ other) / 64.0);

    /// <summary>dHash: for each of 8 rows of 9 grey values, whether each is brighter than its left neighbour.</summary>
    public static ulong Difference(Picture picture)
    {
        var grey = Grey(picture, Side + 1, Side);
        var hash = 0UL;
        for (var place = 0; place < Side * Side; place++)
        {
            var left = (place / Side * (Side + 1)) + (place % Side);
            hash = (hash << 1) | (grey[left + 1] > grey[left] ? 1UL : 0UL);
        }

        return hash;
    }

    /// <summary>pHash: whether each of the 64 lowest frequencies of the 32 × 32 grey picture is above their median.</summary>
    private static ulong Cosine(Picture picture)
    {
        var frequencies = Frequencies(Grey(picture, WaveSide, WaveSide));
        var ordered = frequencies.Order().ToArray();
        var median = (ordered[31] + ordered[32]) / 2;
        return frequencies.Aggregate(0UL, (hash, frequency) => (hash << 1) | (frequency > median ? 1UL : 0UL));
    }

    /// <summary>Rounded, so that a flat picture has no waves at all and not those of the arithmetic's noise.</summary>
    private static double[] Frequencies(byte[] grey)
    {
        var frequencies = new double[Side * Side];
        for (var place = 0; place < grey.Length; place++)
        {
            var (row, column) = (place / WaveSide, place % WaveSide);
            for (var index = 0; index < frequencies.Length; index++)
            {
                frequencies[index] += grey[place] * Waves[index / Side, row] * Waves[index % Side, column];
            }
        }

        return Array.ConvertAll(frequencies, frequency => Math.Round(frequency, 6));
    }

    private static byte[] Grey(Picture picture, int width, int height)
    {
        var frame = picture.Frames[0];
        var opaque = frame.HasAlpha() ? picture.Keep(frame.Flatten(background: [255])) : frame;
        var small = picture.Keep(opaque.ThumbnailImage(width, height: height, size: Enums.Size.Force, noRotate: true));
        return picture.Keep(small.Colourspace(Enums.Interpretation.Bw)).WriteToMemory<byte>();
    }

    private static double[,] MakeWaves()
    {
        var waves = new double[Side, WaveSide];
        for (var frequency = 0; frequency < Side; frequency++)
        {
            for (var place = 0; place < WaveSide; place++)
            {
                waves[frequency, place] = Math.Cos(Math.PI / WaveSide * (place + 0.5) * frequency);
            }
        }

        return waves;
    }
}
