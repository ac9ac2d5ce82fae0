using System.Globalization;
using System.Text.Json;
using Baton.Contracts.Recipes;
using Baton.Providers.Adapters;

namespace Baton.Providers.Sandbox;

/// <summary>What stand-ins say: texts that follow from what they were sent, and say what they are.</summary>
internal static class SandboxAnswers
{
    private const int QuotedCharsMax = 200;
    private const double SecondsAWord = 0.4;

    private static readonly string[] Words =
        ["amber", "river", "lantern", "quiet", "harbour", "copper", "meadow", "signal", "velvet", "orbit", "cedar", "tide", "marble", "ember", "willow", "north"];

    private static readonly string[] Preface = ["SANDBOX", "transcript:"];

    public static ChatCompletionOutput Chat(SandboxRequest request, DateTimeOffset now)
    {
        var input = request.Input;
        var answers = Math.Clamp(input.Whole("n") ?? 1, 1, 128);
        var asksForJson = input.Member("responseFormat")?.Text("type") is { } format && format.StartsWith("json", StringComparison.OrdinalIgnoreCase);
        var texts = Enumerable.Range(0, answers).Select(index => Answer(request.Numbered(index), asksForJson)).ToList();
        var (asked, said) = (Count(request.Prompt), texts.Sum(Count));
        return new ChatCompletionOutput
        {
            Id = $"sandbox-{request.Seed}",
            Created = now.ToUnixTimeSeconds(),
            Model = input.Text("model") ?? "sandbox",
            Choices = [.. texts.Select((text, index) => new ChatCompletionChoice { Index = index, Message = new ChatCompletionAnswer { Content = text }, FinishReason = "stop" })],
            Usage = new ChatCompletionUsage(asked, said, asked + said),
            SystemFingerprint = "sandbox",
            Parsed = asksForJson ? JsonElement.Parse(texts[0]) : null,
        };
    }

    /// <param name="content">Names the recording, so that the same one says the same.</param>
    public static TranscriptionOutput Transcript(string content, string? language, bool withTimeStamps)
    {
        var spoken = Preface.Concat(Some(Draws.For("transcript", content), 12)).ToList();
        var stamps = spoken.Select((word, index) => new TranscriptionTimeStamp(word, Second(index), Second(index + 1)));
        return new TranscriptionOutput
        {
            Text = string.Join(' ', spoken),
            Language = language ?? "English",
            TimeStamps = withTimeStamps ? [.. stamps] : [],
            ElapsedSeconds = Second(spoken.Count) / 10,
        };
    }

    private static string Answer(SandboxRequest request, bool asJson)
    {
        var quoted = request.Prompt.Length > QuotedCharsMax ? request.Prompt[..QuotedCharsMax] + "…" : request.Prompt;
        var idea = string.Join(' ', Some(Draws.For("chat", request.Prompt, request.Seed.ToString(CultureInfo.InvariantCulture)), 6));
        return asJson
            ? $"{{\"sandbox\":true,\"asked\":\"{JsonEncodedText.Encode(quoted)}\",\"idea\":\"{idea}\"}}"
            : $"SANDBOX answer, by no model. You said: \"{quoted}\" To that: {idea}.";
    }

    private static IEnumerable<string> Some(Draws draws, int count) => Enumerable.Range(0, count).Select(_ => Words[(int)draws.Between(0, Words.Length)]);

    private static int Count(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    private static double Second(int word) => Math.Round(word * SecondsAWord, 3);
}
