using System.Buffers;
using System.Collections.Immutable;

namespace Baton.Moderation;

/// <summary>Rules, ready to be held against texts. The same texts always get the same verdict; rules that block are looked at before those that rate.</summary>
public sealed class ModerationRules
{
    private readonly ImmutableArray<ReadyRule> _rules;
    private readonly SearchValues<string> _anyPhrase;

    public ModerationRules(IEnumerable<ModerationRule> rules)
    {
        _rules = [.. rules.Select(rule => new ReadyRule(rule)).OrderBy(ready => ready.Rule.Rating is null ? 0 : 1).ThenByDescending(ready => ready.Rule.Rating)];
        _anyPhrase = SearchValues.Create([.. _rules.SelectMany(ready => ready.Needles)], StringComparison.Ordinal);
    }

    /// <summary>The gravest that the rules say of a step's input.</summary>
    public ModerationVerdict Judge(string stepType, IEnumerable<ModeratedText> texts)
    {
        (ModeratedText Text, ModerationRule Rule)? gravest = null;
        foreach (var text in texts)
        {
            if (Find(stepType, text.Text) is { } rule && (gravest is null || IsGraver(rule, gravest.Value.Rule)))
            {
                gravest = (text, rule);
            }
        }

        return gravest switch
        {
            null => ModerationVerdict.Allowed.Instance,
            { Rule.Rating: { } level } hit => new ModerationVerdict.Rated(level, $"The text at '{hit.Text.Path}' falls under '{hit.Rule.Category}'."),
            { } hit => new ModerationVerdict.Blocked($"The text at '{hit.Text.Path}' falls under '{hit.Rule.Category}', which is not allowed here."),
        };
    }

    private static bool IsGraver(ModerationRule one, ModerationRule other) => (one.Rating, other.Rating) switch
    {
        (_, null) => false,
        (null, _) => true,
        var (mine, its) => mine > its,
    };

    private ModerationRule? Find(string stepType, string text)
    {
        var comparable = ComparableText.Of(text);
        var words = ComparableText.WordsOf(comparable);

        // One search tells for nearly every text that no phrase is in it.
        var hasPhrase = words.AsSpan().ContainsAny(_anyPhrase);
        foreach (var ready in _rules)
        {
            if (ready.Rule.IsFor(stepType) && ((hasPhrase && ready.HasPhraseIn(words)) || ready.Rule.Patterns.Any(pattern => pattern.IsMatch(comparable))))
            {
                return ready.Rule;
            }
        }

        return null;
    }

    /// <param name="Needles">The phrases as they would stand among the words of a text.</param>
    private sealed record ReadyRule(ModerationRule Rule, ImmutableArray<string> Needles)
    {
        public ReadyRule(ModerationRule rule)
            : this(rule, [.. rule.Phrases.Select(phrase => ComparableText.WordsOf(ComparableText.Of(phrase))).Select(words => rule.WholeWords ? words : words.Trim()).Where(words => words.Trim().Length > 0)])
        {
        }

        public bool HasPhraseIn(string words) => Needles.Any(needle => words.Contains(needle, StringComparison.Ordinal));
    }
}
