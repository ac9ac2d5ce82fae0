using Spectre.Console;

namespace Baton.Terminals;

/// <summary>Aligns cells of markup by what is seen of them, two spaces apart and nothing after the last.</summary>
internal static class Columns
{
    private const int Gap = 2;

    public static IEnumerable<string> Align(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = Enumerable.Range(0, rows.Max(row => row.Count))
            .Select(column => rows.Max(row => column < row.Count ? WidthOf(row[column]) : 0))
            .ToArray();

        return rows.Select(row => Join(row, widths));
    }

    private static string Join(IReadOnlyList<string> row, int[] widths) =>
        string.Concat(row.Select((cell, column) => Pad(cell, column == row.Count - 1 ? 0 : widths[column] + Gap))).TrimEnd();

    private static string Pad(string cell, int width) => cell + new string(' ', Math.Max(0, width - WidthOf(cell)));

    private static int WidthOf(string markup) => Markup.Remove(markup).Length;
}
