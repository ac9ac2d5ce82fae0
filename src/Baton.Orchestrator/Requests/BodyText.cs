using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Baton.Requests;

/// <summary>
/// Whether the text of a body stands for characters. A JSON reader takes bytes that are no UTF-8, and escapes of half a surrogate
/// pair, as long as nobody reads the text; whoever does so later, such as a save, would fail on what was accepted long before.
/// </summary>
internal static class BodyText
{
    private const int EscapeLength = 6;

    /// <summary>The first place whose text is not made of characters; null when all is.</summary>
    public static BadText? FindFault(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
        {
            return new BadText(IndexOfNoUtf8(body), "The text is not valid UTF-8.");
        }

        var half = IndexOfHalfPair(body);
        return half < 0
            ? null
            : new BadText(half, $"The escape '{Encoding.ASCII.GetString(body.Slice(half, EscapeLength))}' is half of a surrogate pair and stands for no character.");
    }

    private static int IndexOfNoUtf8(ReadOnlySpan<byte> body)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(body[at..], out _, out var length) == OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }

    /// <summary>Backslashes are in texts only, so there is no need to know which text one is in.</summary>
    private static int IndexOfHalfPair(ReadOnlySpan<byte> body)
    {
        var at = 0;
        while (body[at..].IndexOf((byte)'\\') is >= 0 and var skipped)
        {
            at += skipped;
            if (!TryReadEscape(body[at..], out var unit) || !char.IsSurrogate(unit))
            {
                at = Math.Min(at + 2, body.Length);
            }
            else if (char.IsHighSurrogate(unit) && TryReadEscape(body[(at + EscapeLength)..], out var next) && char.IsLowSurrogate(next))
            {
                at += 2 * EscapeLength;
            }
            else
            {
                return at;
            }
        }

        return -1;
    }

    private static bool TryReadEscape(ReadOnlySpan<byte> text, out char unit)
    {
        unit = default;
        if (text.Length < EscapeLength || !text.StartsWith("\\u"u8)
            || !ushort.TryParse(text[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            return false;
        }

        unit = (char)code;
        return true;
    }
}

/// <summary>Text that is not made of characters.</summary>
/// <param name="At">The byte within the body, from 0.</param>
internal sealed record BadText(int At, string Reason);
