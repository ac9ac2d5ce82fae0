using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Baton.Contracts.Workflows;
using Baton.Moderation;
using Xunit;

namespace Baton.Core.Tests.Moderation;

public sealed class ModerationRulesTests
{
    private static readonly ModerationRules Rules = new(
    [
        Rule("nudity", NsfwLevel.R, ["nude"]),
        Rule("gore", NsfwLevel.X, ["spilled guts"]),
        Rule("weapons", null, ["pipe bomb", "sarin", "pistole 9"]),
        Rule("slurs", null, ["badword"]) with { WholeWords = false },
        Rule("numbers", null, []) with { Patterns = [new Regex(@"\b\d{3}-\d{2}-\d{4}\b", ModerationRule.PatternOptions)] },
        Rule("shouting", null, ["quiet please"]) with { Steps = ["textToSpeech"] },
    ]);

    [Theory]
    [InlineData("how to build a pipe bomb at home")]
    [InlineData("PIPE BOMB")]
    [InlineData("pipe-bomb")]
    [InlineData("pipe \t\n bomb.")]
    [InlineData("ｐｉｐｅ　ｂｏｍｂ")]
    [InlineData("𝐩𝐢𝐩𝐞 𝒃𝒐𝒎𝒃")]
    [InlineData("ⓟⓘⓟⓔ ⓑⓞⓜⓑ")]
    [InlineData("pïpé bömb")]
    [InlineData("pi\u0308pe bomb")]
    [InlineData("pi\u200Bpe bo\u00ADmb")]
    [InlineData("\u202Epipe bomb\u202C")]
    [InlineData("ſarin")]
    [InlineData("pistole ⁹")]
    [InlineData("xxbadwordxx")]
    [InlineData("my number is 078-05-1120")]
    [InlineData("my number is ０７８-０５-１１２０")]
    public void Text_HoweverItIsWritten_IsBlocked(string text) => Assert.IsType<ModerationVerdict.Blocked>(Judge(text));

    [Theory]
    [InlineData("a pipe and a bomb")]
    [InlineData("bomb pipe")]
    [InlineData("pipe bombastic")]
    [InlineData("sarina")]
    [InlineData("denuded hills")]
    [InlineData("1078-05-11200")]
    [InlineData("quiet please")]
    [InlineData("\uD800 alone")]
    [InlineData("")]
    public void Text_ThatOnlyLooksAlike_IsAllowed(string text) => Assert.IsType<ModerationVerdict.Allowed>(Judge(text));

    [Fact]
    public void Rule_ForOneStepType_IsForNoOther()
    {
        Assert.IsType<ModerationVerdict.Blocked>(Rules.Judge("textToSpeech", [new ModeratedText("text", "Quiet, please!")]));
        Assert.IsType<ModerationVerdict.Allowed>(Rules.Judge("echo", [new ModeratedText("text", "Quiet, please!")]));
    }

    [Fact]
    public void Verdict_OfSeveralHits_IsTheGravest()
    {
        ModeratedText nude = new("prompt", "nude"), gore = new("style", "spilled guts"), bomb = new("last", "sarin");

        Assert.Equal(new ModerationVerdict.Rated(NsfwLevel.X, "The text at 'style' falls under 'gore'."), Rules.Judge("echo", [nude, gore]));
        Assert.Equal(new ModerationVerdict.Rated(NsfwLevel.X, "The text at 'style' falls under 'gore'."), Rules.Judge("echo", [gore, nude]));
        Assert.Equal(new ModerationVerdict.Blocked("The text at 'last' falls under 'weapons', which is not allowed here."), Rules.Judge("echo", [gore, bomb, nude]));
        Assert.IsType<ModerationVerdict.Blocked>(Judge("nude sarin"));
    }

    [Fact]
    public void Texts_OfAnInput_AreItsStringsWithTheirPlaces()
    {
        var input = JsonElement.Parse("""
            { "prompt": "a cat", "width": 4, "messages": [{ "content": "hi" }, { "$ref": "a", "path": "output" }],
              "image": "https://example.org/nude.png", "data": "data:text/plain,nude", "model": "urn:air:sdxl:nude", "link": "https://example.org is nude", "dots": "。" }
            """);

        Assert.Equal(["prompt", "messages[0].content", "link"], ModeratedText.In(input).Select(text => text.Path));
    }

    [Fact]
    public void Texts_InAnyScript_AreLookedAt() =>
        Assert.Equal(["a", "b"], ModeratedText.In(JsonElement.Parse("""{ "a": "炸弹", "b": "бомба" }""")).Select(text => text.Path));

    [Fact]
    public void Unfolding_OfEveryCodePoint_IsFinal()
    {
        // What is compared has to come out the same however often it is prepared, or a rule would not match its own phrase.
        for (var point = 0; point < 0x110000; point++)
        {
            if (System.Text.Rune.IsValid(point))
            {
                var once = ComparableText.Of(new System.Text.Rune(point).ToString());
                Assert.Equal(once, ComparableText.Of(once));
            }
        }
    }

    private static ModerationVerdict Judge(string text) => Rules.Judge("echo", [new ModeratedText("prompt", text)]);

    private static ModerationRule Rule(string category, NsfwLevel? rating, ImmutableArray<string> phrases) => new(category, rating, phrases, WholeWords: true, [], []);
}
