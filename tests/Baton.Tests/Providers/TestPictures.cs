using NetVips;

namespace Baton.Tests.Providers;

/// <summary>Pictures made for tests, and measures of pictures.</summary>
internal static class TestPictures
{
    /// <summary>Fine black and white checks on the left, red on the right: a blur shows on the checks only.</summary>
    public static Image Checks(int width = 64, int height = 48)
    {
        using var across = Image.Xyz(width, height);
        using var checks = ((across[0] + across[1]) % 2) * 255;
        using var left = checks.Cast(Enums.BandFormat.Uchar);
        return left.Bandjoin(left, left).Copy(interpretation: Enums.Interpretation.Srgb);
    }

    /// <summary>A smooth picture with structure that survives scaling: rings around a point.</summary>
    public static Image Rings(int width = 320, int height = 240, double centre = 0.3)
    {
        using var place = Image.Xyz(width, height);
        using var x = (place[0] - (width * centre)) / width;
        using var y = (place[1] - (height * 0.4)) / height;
        using var distance = ((x * x) + (y * y)).Pow(0.5);
        using var wave = ((distance * 1200).Cos() * 100) + 128;
        using var band = wave.Cast(Enums.BandFormat.Uchar);
        using var ramp = (place[0] * 255 / width).Cast(Enums.BandFormat.Uchar);
        return band.Bandjoin(ramp, band).Copy(interpretation: Enums.Interpretation.Srgb);
    }

    public static Image Solid(int width, int height, params double[] colour)
    {
        using var black = Image.Black(width, height);
        return (black + colour).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
    }

    /// <summary>One solid frame for each colour.</summary>
    public static Image Animation(int width, int height, params double[][] colours)
    {
        var joined = Image.Arrayjoin([.. colours.Select(colour => Solid(width, height, colour))], across: 1);
        return joined.Mutate(image =>
        {
            image.Set(GValue.GIntType, "page-height", height);
            image.Set(GValue.ArrayIntType, "delay", Enumerable.Repeat(100, colours.Length).ToArray());
        });
    }

    public static string SaveTo(this Image image, TestJob job, string name)
    {
        image.WriteToFile(job.File(name));
        image.Dispose();
        return job.File(name);
    }

    public static Image Open(string path, int frames = 1)
    {
        var format = File.ReadAllBytes(path).AsSpan(0, 4);
        return format[0] switch
        {
            0xFF => Image.Jpegload(path),
            0x89 => Image.Pngload(path),
            (byte)'G' => Image.Gifload(path, n: frames),
            _ => Image.Webpload(path, n: frames),
        };
    }

    /// <summary>How much a part of a picture varies; checks have 127, a blur of them nearly none.</summary>
    public static double Variation(string path, int x, int y, int width, int height)
    {
        using var image = Open(path);
        using var part = image.Crop(x, y, width, height);
        return part.Deviate();
    }

    public static double[] Colour(string path, int x, int y, int frames = 1)
    {
        using var image = Open(path, frames);
        return image.Getpoint(x, y);
    }

    /// <summary>A PNG's header and a few compressed zeros, claiming any size: what a decompression bomb looks like from outside.</summary>
    public static byte[] PngClaiming(int width, int height)
    {
        using var bytes = new MemoryStream();
        bytes.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(bytes, "IHDR"u8, [.. BigEndian(width), .. BigEndian(height), 8, 2, 0, 0, 0]);
        using var packed = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(new byte[100_000]);
        }

        Chunk(bytes, "IDAT"u8, packed.ToArray());
        Chunk(bytes, "IEND"u8, []);
        return bytes.ToArray();
    }

    private static void Chunk(MemoryStream bytes, ReadOnlySpan<byte> type, byte[] data)
    {
        byte[] body = [.. type, .. data];
        bytes.Write(BigEndian(data.Length));
        bytes.Write(body);
        bytes.Write(BigEndian((int)System.IO.Hashing.Crc32.HashToUInt32(body)));
    }

    private static byte[] BigEndian(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}
