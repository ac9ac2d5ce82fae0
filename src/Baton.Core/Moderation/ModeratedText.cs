using System.Text;
using System.Text.Json;

namespace Baton.Moderation;

/// <summary>A text that a caller wrote into a step's input.</summary>
/// <param name="Path">Where it stands: <c>prompt</c>, <c>messages[2].content</c>.</param>
public readonly record struct ModeratedText(string Path, string Text)
{
    private static readonly string[] Schemes = ["https://", "http://", "data:", "urn:"];

    /// <summary>
    /// Every string of an input, since there is no telling which of them a provider lets speak: prompts, negative prompts, messages, lyrics. Left out are addresses,
    /// which are the media's business, and references, whose value is looked at when it is there.
    /// </summary>
    public static IEnumerable<ModeratedText> In(JsonElement input, string path = "") => input.ValueKind switch
    {
        JsonValueKind.String when IsText(input.GetString()!) => [new ModeratedText(path, input.GetString()!)],
        JsonValueKind.Array => input.EnumerateArray().SelectMany((item, index) => In(item, $"{path}[{index}]")),
        JsonValueKind.Object when !input.TryGetProperty("$ref", out _) => input.EnumerateObject()
            .SelectMany(member => In(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}")),
        _ => [],
    };

    private static bool IsText(string text) =>
        text.EnumerateRunes().Any(Rune.IsLetterOrDigit) && !Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && !text.Any(char.IsWhiteSpace));
}
