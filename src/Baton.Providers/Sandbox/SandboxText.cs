using NetVips;

namespace Baton.Providers.Sandbox;

/// <summary>Draws text with the machine's fonts.</summary>
internal static class SandboxText
{
    private const string Font = "DejaVu Sans";
    private const int CharsMax = 400;

    /// <summary>The text within a width and a height, in the largest size that fits, up to a size; null when the machine has no font, or none so small.</summary>
    public static Mask? Fit(string text, int widthMax, int heightMax, int size, bool bold = false)
    {
        var words = Escape(text);
        for (; size >= 8 && words.Length > 0; size = size * 5 / 6)
        {
            using var image = Image.Text(
                bold ? $"<b>{words}</b>" : words, font: $"{Font} {size}", width: widthMax, dpi: 72, wrap: Enums.TextWrap.WordChar);
            if (image.Width <= widthMax && image.Height <= heightMax)
            {
                return image.Max() > 0 ? new Mask(image.Width, image.Height, image.WriteToMemory<byte>()) : null;
            }
        }

        return null;
    }

    /// <summary>Without what Pango would take for marks, and no longer than can be read.</summary>
    private static string Escape(string text)
    {
        var shown = new string([.. text.Take(CharsMax).Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        shown = shown.Length > 0 && char.IsHighSurrogate(shown[^1]) ? shown[..^1] : shown;
        return (text.Length > CharsMax ? shown + "…" : shown)
            .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
    }
}
