namespace Baton.Providers.Sandbox;

/// <summary>Pixels to draw on, three bytes each, row by row.</summary>
internal sealed class Canvas(int width, int height, byte[] pixels)
{
    private const int Bytes = 3;

    public Canvas(int width, int height)
        : this(width, height, new byte[width * height * Bytes])
    {
    }

    public int Width => width;

    public int Height => height;

    public byte[] Pixels => pixels;

    public Colour this[int x, int y]
    {
        get
        {
            var at = ((y * width) + x) * Bytes;
            return new Colour(pixels[at], pixels[at + 1], pixels[at + 2]);
        }
    }

    /// <summary>Colours that flow into each other, from a grid of them.</summary>
    public void Flow(Colour[,] grid)
    {
        var (rows, columns) = (grid.GetLength(0), grid.GetLength(1));
        for (var y = 0; y < height; y++)
        {
            var (row, down) = Place(y, height, rows);
            for (var x = 0; x < width; x++)
            {
                var (column, across) = Place(x, width, columns);
                var above = Mix(grid[row, column], grid[row, column + 1], across);
                var below = Mix(grid[row + 1, column], grid[row + 1, column + 1], across);
                Set(x, y, Mix(above, below, down));
            }
        }
    }

    public void Fill(int left, int top, int right, int bottom, Colour colour, double opacity = 1)
    {
        for (var y = Math.Max(0, top); y < Math.Min(height, bottom); y++)
        {
            for (var x = Math.Max(0, left); x < Math.Min(width, right); x++)
            {
                Blend(x, y, colour, opacity);
            }
        }
    }

    /// <summary>Slanting stripes of two colours, each so many pixels wide.</summary>
    public void Stripes(int top, int bottom, int stripe, Colour one, Colour other)
    {
        for (var y = Math.Max(0, top); y < Math.Min(height, bottom); y++)
        {
            for (var x = 0; x < width; x++)
            {
                Set(x, y, (x + y) / stripe % 2 == 0 ? one : other);
            }
        }
    }

    /// <summary>A ring with soft edges; a disc when it is as thick as its radius.</summary>
    public void Ring(double centreX, double centreY, double radius, double thickness, Colour colour, double opacity)
    {
        for (var y = (int)Math.Max(0, centreY - radius - 1); y < Math.Min(height, centreY + radius + 2); y++)
        {
            for (var x = (int)Math.Max(0, centreX - radius - 1); x < Math.Min(width, centreX + radius + 2); x++)
            {
                var distance = Math.Sqrt(((x - centreX) * (x - centreX)) + ((y - centreY) * (y - centreY)));
                var cover = Math.Clamp(radius - distance + 0.5, 0, 1) * Math.Clamp(distance - radius + thickness + 0.5, 0, 1);
                if (cover > 0)
                {
                    Blend(x, y, colour, cover * opacity);
                }
            }
        }
    }

    /// <summary>Draws a colour where a mask of one byte a pixel says how much.</summary>
    public void Stamp(Mask mask, int left, int top, Colour colour)
    {
        for (var y = Math.Max(0, -top); y < Math.Min(mask.Height, height - top); y++)
        {
            for (var x = Math.Max(0, -left); x < Math.Min(mask.Width, width - left); x++)
            {
                if (mask.Pixels[(y * mask.Width) + x] is var cover and > 0)
                {
                    Blend(left + x, top + y, colour, cover / 255.0);
                }
            }
        }
    }

    private void Set(int x, int y, Colour colour)
    {
        var at = ((y * width) + x) * Bytes;
        (pixels[at], pixels[at + 1], pixels[at + 2]) = (colour.Red, colour.Green, colour.Blue);
    }

    private void Blend(int x, int y, Colour colour, double opacity) => Set(x, y, opacity >= 1 ? colour : Mix(this[x, y], colour, opacity));

    private static Colour Mix(Colour one, Colour other, double share) =>
        new(Mix(one.Red, other.Red, share), Mix(one.Green, other.Green, share), Mix(one.Blue, other.Blue, share));

    private static byte Mix(byte one, byte other, double share) => (byte)(one + ((other - one) * share) + 0.5);

    /// <summary>Between which two of the grid a pixel lies, and how far from the first; eased, so that no seams are seen.</summary>
    private static (int Index, double Share) Place(int pixel, int pixels, int cells)
    {
        var at = (double)pixel / Math.Max(1, pixels - 1) * (cells - 1);
        var index = Math.Min((int)at, cells - 2);
        var share = at - index;
        return (index, share * share * (3 - (2 * share)));
    }
}

/// <summary>How much of a colour goes where, a byte a pixel.</summary>
internal sealed record Mask(int Width, int Height, byte[] Pixels);
