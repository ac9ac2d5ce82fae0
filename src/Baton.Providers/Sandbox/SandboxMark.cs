namespace Baton.Providers.Sandbox;

/// <summary>The word SANDBOX in letters of blocks, which need no font.</summary>
internal static class SandboxMark
{
    /// <summary>Seven letters of five blocks, with one between them.</summary>
    public const int Columns = 41;

    public const int Rows = 7;

    private static readonly string[] Blocks =
    [
        ".####..###..#...#.####..####...###..#...#",
        "#.....#...#.##..#.#...#.#...#.#...#.#...#",
        "#.....#...#.#.#.#.#...#.#...#.#...#..#.#.",
        ".###..#####.#..##.#...#.####..#...#...#..",
        "....#.#...#.#...#.#...#.#...#.#...#..#.#.",
        "....#.#...#.#...#.#...#.#...#.#...#.#...#",
        "####..#...#.#...#.####..####...###..#...#",
    ];

    /// <summary>The word with blocks of so many pixels.</summary>
    public static Mask Of(int block)
    {
        var (width, height) = (Columns * block, Rows * block);
        var pixels = new byte[width * height];
        for (var at = 0; at < pixels.Length; at++)
        {
            pixels[at] = Blocks[at / width / block][at % width / block] == '#' ? byte.MaxValue : byte.MinValue;
        }

        return new Mask(width, height, pixels);
    }
}
