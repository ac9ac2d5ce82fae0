using System.Collections.Frozen;
using System.Text;

namespace Baton.Providers.Speech;

/// <summary>English language names, as the API takes them, and espeak-ng's names for them.</summary>
internal static class Languages
{
    public const string Auto = "Auto";

    private const string English = "en-us";

    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["Afrikaans"] = "af",
        ["Arabic"] = "ar",
        ["Bengali"] = "bn",
        ["Bulgarian"] = "bg",
        ["Cantonese"] = "yue",
        ["Catalan"] = "ca",
        ["Chinese"] = "cmn",
        ["Croatian"] = "hr",
        ["Czech"] = "cs",
        ["Danish"] = "da",
        ["Dutch"] = "nl",
        ["English"] = English,
        ["Estonian"] = "et",
        ["Finnish"] = "fi",
        ["French"] = "fr-fr",
        ["German"] = "de",
        ["Greek"] = "el",
        ["Hebrew"] = "he",
        ["Hindi"] = "hi",
        ["Hungarian"] = "hu",
        ["Indonesian"] = "id",
        ["Italian"] = "it",
        ["Japanese"] = "ja",
        ["Korean"] = "ko",
        ["Latvian"] = "lv",
        ["Lithuanian"] = "lt",
        ["Malay"] = "ms",
        ["Norwegian"] = "nb",
        ["Persian"] = "fa",
        ["Polish"] = "pl",
        ["Portuguese"] = "pt",
        ["Romanian"] = "ro",
        ["Russian"] = "ru",
        ["Serbian"] = "sr",
        ["Slovak"] = "sk",
        ["Slovenian"] = "sl",
        ["Spanish"] = "es",
        ["Swahili"] = "sw",
        ["Swedish"] = "sv",
        ["Tamil"] = "ta",
        ["Thai"] = "th",
        ["Turkish"] = "tr",
        ["Ukrainian"] = "uk",
        ["Vietnamese"] = "vi",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names that are understood, for words to a caller.</summary>
    public static string Known { get; } = string.Join(", ", Names.Keys.Order(StringComparer.Ordinal));

    /// <summary>espeak-ng's name for a language, told by the text's script when it is null or Auto; null when it is unknown.</summary>
    public static string? Find(string? language, string text) =>
        string.IsNullOrWhiteSpace(language) || language.Trim().Equals(Auto, StringComparison.OrdinalIgnoreCase)
            ? ByScript(text)
            : Names.GetValueOrDefault(language.Trim());

    /// <summary>The ISO code of a language that a caller names, as services outside take it; what is no known name goes as it is, and null when the caller leaves it to the service.</summary>
    public static string? Code(string? language) =>
        string.IsNullOrWhiteSpace(language) || language.Trim().Equals(Auto, StringComparison.OrdinalIgnoreCase) ? null
        : Names.GetValueOrDefault(language.Trim()) switch
        {
            null => language.Trim(),
            "cmn" => "zh",
            "nb" => "no",
            var code => code.Split('-')[0],
        };

    /// <summary>Kana and Hangul decide over Han, which Japanese and Korean texts hold as well; Latin letters are taken for English.</summary>
    private static string ByScript(string text)
    {
        var scripts = text.EnumerateRunes().Select(Script).OfType<string>().ToHashSet();
        return scripts.Contains("ja") ? "ja"
            : scripts.Contains("ko") ? "ko"
            : scripts.FirstOrDefault() ?? English;
    }

    private static string? Script(Rune rune) => rune.Value switch
    {
        >= 0x3040 and <= 0x30FF => "ja",
        >= 0xAC00 and <= 0xD7AF or >= 0x1100 and <= 0x11FF => "ko",
        >= 0x3400 and <= 0x9FFF or >= 0x20000 and <= 0x3134F => "cmn",
        >= 0x0370 and <= 0x03FF => "el",
        >= 0x0400 and <= 0x04FF => "ru",
        >= 0x0590 and <= 0x05FF => "he",
        >= 0x0600 and <= 0x06FF => "ar",
        >= 0x0900 and <= 0x097F => "hi",
        >= 0x0980 and <= 0x09FF => "bn",
        >= 0x0B80 and <= 0x0BFF => "ta",
        >= 0x0E00 and <= 0x0E7F => "th",
        _ => null,
    };
}
