using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Baton.Contracts.Workflows;

namespace Baton.Moderation;

/// <summary>What must not be written, or what rates the work as mature.</summary>
/// <param name="Category">What is found, in a word or two for the caller: <c>weapons</c>.</param>
/// <param name="Rating">The level that a hit rates the job at; null: a hit blocks it.</param>
/// <param name="Phrases">Words in a row; whatever separates them in the text, and however they are spelled with accents, capitals and look-alike forms of Unicode.</param>
/// <param name="WholeWords">True: a phrase is found only where its first word begins and its last one ends; false: also inside of words.</param>
/// <param name="Patterns">Regular expressions without backtracking, so that no text can make them slow. They see the text in lower case and without accents.</param>
/// <param name="Steps">The step types the rule is for; empty: all.</param>
public sealed record ModerationRule(
    string Category,
    NsfwLevel? Rating,
    ImmutableArray<string> Phrases,
    bool WholeWords,
    ImmutableArray<Regex> Patterns,
    ImmutableArray<string> Steps)
{
    /// <summary>How patterns are to be made.</summary>
    public const RegexOptions PatternOptions = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    public bool IsFor(string stepType) => Steps.IsEmpty || Steps.Contains(stepType, StringComparer.Ordinal);
}
