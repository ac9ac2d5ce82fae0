using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Baton.Problems;
using Baton.Schemas;

namespace Baton.Requests;

/// <summary>Where and why a body is not JSON, in the caller's terms.</summary>
/// <param name="Path">The value being read when it went wrong; <c>$</c> for the body as a whole.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">The byte within the line, from 1.</param>
internal sealed record JsonFault(string Path, string Reason, long Line, long Column)
{
    /// <summary>Reads the body once more, now minding where it is. Only bodies that are known to be bad come here.</summary>
    public static JsonFault Find(ReadOnlySpan<byte> body, int depthMax)
    {
        if (body.Trim(" \t\r\n"u8).IsEmpty)
        {
            return new JsonFault("$", "The body is empty; a JSON value is expected.", 1, 1);
        }

        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = depthMax });
        var place = new Stack<Level>();
        var badText = BodyText.FindFault(body);
        try
        {
            while (reader.Read())
            {
                if (badText?.At < reader.BytesConsumed)
                {
                    return AtText(badText, ref reader, place, body);
                }

                Follow(ref reader, place);
            }
        }
        catch (JsonException fault)
        {
            return new JsonFault(Describe(place), Words(fault.Message), (fault.LineNumber ?? 0) + 1, (fault.BytePositionInLine ?? 0) + 1);
        }

        throw new UnreachableException();
    }

    public ProblemResult ToResult() => new(
        Problem.MalformedJson,
        string.Create(CultureInfo.InvariantCulture, $"Line {Line}, byte {Column}: {Reason}"))
    {
        Faults = [new Fault(Path, string.Create(CultureInfo.InvariantCulture, $"{Reason} (line {Line}, byte {Column})"))],
    };

    /// <summary>The bad text is in the token just read: in a value, which is then the place, or in a name, which cannot be told.</summary>
    private static JsonFault AtText(BadText bad, ref Utf8JsonReader reader, Stack<Level> place, ReadOnlySpan<byte> body)
    {
        if (reader.TokenType != JsonTokenType.PropertyName)
        {
            Next(place);
        }
        else if (place.TryPeek(out var level))
        {
            level.Name = null;
        }

        var before = body[..bad.At];
        return new JsonFault(Describe(place), bad.Reason, before.Count((byte)'\n') + 1, bad.At - before.LastIndexOf((byte)'\n'));
    }

    private static void Follow(ref Utf8JsonReader reader, Stack<Level> place)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                place.Peek().Name = reader.GetString();
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                Next(place);
                place.Push(new Level { IsArray = reader.TokenType == JsonTokenType.StartArray });
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                place.Pop();
                break;
            default:
                Next(place);
                break;
        }
    }

    /// <summary>A value begins, so within an array the index moves on.</summary>
    private static void Next(Stack<Level> place)
    {
        if (place.TryPeek(out var level) && level.IsArray)
        {
            level.Index++;
        }
    }

    private static string Describe(Stack<Level> place)
    {
        var path = new StringBuilder();
        foreach (var level in place.Reverse())
        {
            if (level.IsArray)
            {
                path.Append(CultureInfo.InvariantCulture, $"[{Math.Max(level.Index, 0)}]");
            }
            else if (level.Name is { } name)
            {
                path.Append(path.Length == 0 ? "" : ".").Append(name);
            }
        }

        return path.Length == 0 ? "$" : path.ToString();
    }

    /// <summary>The reader's own sentence without its position, which is given apart, and without advice to its programmer.</summary>
    private static string Words(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).Replace(" Change the reader options.", "", StringComparison.Ordinal);
    }

    private sealed class Level
    {
        public bool IsArray { get; init; }

        public int Index { get; set; } = -1;

        public string? Name { get; set; }
    }
}
