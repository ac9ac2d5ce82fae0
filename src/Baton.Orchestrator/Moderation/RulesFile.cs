using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Baton.Contracts.Workflows;

namespace Baton.Moderation;

/// <summary>The operator's file of rules: <c>{ "rules": [ { "category": "weapons", "phrases": ["pipe bomb"] } ] }</c>. Comments and trailing commas are fine.</summary>
internal sealed record RulesFile
{
    public required IReadOnlyList<Entry> Rules { get; init; }

    /// <summary>Reads a file of rules.</summary>
    /// <exception cref="FormatException">The file cannot be read or is not one of rules; the message names file and place.</exception>
    public static ModerationRules Read(string path)
    {
        try
        {
            var file = JsonSerializer.Deserialize(File.ReadAllBytes(path), RulesFileJson.Default.RulesFile) ?? throw new FormatException($"{path}: the file holds no rules.");
            return new ModerationRules(file.Rules.Select((entry, index) => RuleOf(entry, $"{path}: rules[{index}]")).ToList());
        }
        catch (JsonException e)
        {
            throw new FormatException($"{path}: {(e.Path is { Length: > 2 } place ? place[2..] + ": " : "")}line {e.LineNumber + 1}: this is not a file of rules: {e.Message.Split(" Path:")[0]}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"{path}: the file of rules cannot be read: {e.Message}", e);
        }
    }

    private static ModerationRule RuleOf(Entry entry, string place)
    {
        if (string.IsNullOrWhiteSpace(entry.Category))
        {
            throw new FormatException($"{place}.category: a rule needs a category, which callers are told.");
        }

        if (entry is { Phrases.Count: 0, Patterns.Count: 0 })
        {
            throw new FormatException($"{place}: a rule needs phrases or patterns.");
        }

        return new ModerationRule(
            entry.Category,
            entry.Rating,
            [.. entry.Phrases.Select((phrase, index) => PhraseOf(phrase, $"{place}.phrases[{index}]"))],
            entry.WholeWords,
            [.. entry.Patterns.Select((pattern, index) => PatternOf(pattern, $"{place}.patterns[{index}]"))],
            [.. entry.Steps]);
    }

    private static string PhraseOf(string phrase, string place) =>
        phrase.Any(char.IsLetterOrDigit) ? phrase : throw new FormatException($"{place}: the phrase '{phrase}' has no letter and no digit.");

    private static Regex PatternOf(string pattern, string place)
    {
        try
        {
            return new Regex(pattern, ModerationRule.PatternOptions);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new FormatException($"{place}: '{pattern}' is not taken: {e.Message} (Patterns run without backtracking, so without lookarounds and backreferences.)", e);
        }
    }

    /// <summary>One rule as the file has it.</summary>
    internal sealed record Entry
    {
        public string Category { get; set; } = "";

        /// <summary>The level a hit rates the job at; absent: a hit blocks it.</summary>
        public NsfwLevel? Rating { get; set; }

        public IReadOnlyList<string> Phrases { get; set; } = [];

        public bool WholeWords { get; set; } = true;

        public IReadOnlyList<string> Patterns { get; set; } = [];

        public IReadOnlyList<string> Steps { get; set; } = [];
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(RulesFile))]
internal sealed partial class RulesFileJson : JsonSerializerContext;
