using System.Globalization;
using System.Text.Json;
using Baton.Providers.Adapters;

namespace Baton.Providers.Sandbox;

/// <summary>What a stand-in needs to know of a job, whichever step type and engine it is of.</summary>
internal sealed record SandboxRequest(string Type, string? Engine, string Prompt, long Seed)
{
    private const int QuantityMax = 100;
    private const double SecondsUsual = 5;
    private const double SecondsMin = 0.5;
    private const double SecondsMax = 60;
    private const double FramesPerSecondUsual = 24;

    private static readonly string[] Sources =
        ["images", "image", "sourceImage", "firstFrame", "startImage", "sourceImageUrl", "firstFrameImage", "imageUrl", "referenceImage", "referenceImages"];

    /// <summary>The input itself.</summary>
    public JsonElement Input { get; init; }

    public int Width { get; init; }

    public int Height { get; init; }

    /// <summary>Seconds.</summary>
    public double Duration { get; init; }

    public int Quantity { get; init; } = 1;

    /// <summary>jpeg, png or webP.</summary>
    public string Format { get; init; } = "png";

    /// <summary>A picture to begin with.</summary>
    public string? Source { get; init; }

    public static SandboxRequest Read(string type, JsonElement input, string jobId)
    {
        var (prompt, about) = type switch
        {
            "comfy" => OfGraph(input),
            "chatCompletion" => (LastWords(input), input),
            "echo" => (input.Text("message") ?? "", input),
            "transcription" => (input.Text("mediaUrl") ?? "", input),
            _ => (input.Text("prompt") ?? input.Items("multiPrompt").FirstOrDefault().Text("prompt") ?? input.Text("operation") ?? "", input),
        };
        var (width, height) = SandboxSize.Of(about, type == "videoGen");
        return new SandboxRequest(type, input.Text("engine"), prompt, SeedOf(about, jobId))
        {
            Input = input,
            Width = width,
            Height = height,
            Duration = Math.Clamp(SecondsOf(input) ?? SecondsUsual, SecondsMin, SecondsMax),
            Quantity = Math.Clamp(input.Whole("quantity") ?? input.Whole("numImages") ?? 1, 1, QuantityMax),
            Format = input.Text("outputFormat") ?? "png",
            Source = Sources.Select(name => SourceOf(input, name)).FirstOrDefault(source => source is not null),
        };
    }

    /// <summary>The same for the picture of this number: several in one job differ as several jobs would.</summary>
    public SandboxRequest Numbered(int index) => this with { Seed = unchecked(Seed + index) };

    /// <summary>A job without a seed has a random one, as engines do it; its id is as good as any.</summary>
    private static long SeedOf(JsonElement input, string jobId) =>
        (input.Member("seed") ?? input.Member("noise_seed")) is { ValueKind: JsonValueKind.Number } seed && seed.TryGetInt64(out var number) && number >= 0
            ? number
            : (long)(Draws.For(jobId).Share() * uint.MaxValue);

    private static double? SecondsOf(JsonElement input) =>
        input.Number("duration")
        ?? (double.TryParse(input.Text("duration")?.TrimEnd('s'), CultureInfo.InvariantCulture, out var seconds) ? seconds : null as double?)
        ?? input.Number("numFrames") / (input.Number("frameRate") ?? input.Number("fps") ?? FramesPerSecondUsual);

    private static string? SourceOf(JsonElement input, string name) =>
        input.Text(name) ?? input.Items(name).Select(item => item.ValueKind == JsonValueKind.String ? item.GetString() : null).FirstOrDefault();

    /// <summary>What the last message says.</summary>
    private static string LastWords(JsonElement input)
    {
        var last = input.Items("messages").LastOrDefault();
        return last.Text("content") ?? string.Join(' ', last.Items("content").Select(part => part.Text("text")).OfType<string>());
    }

    /// <summary>Of a graph: the first text, and the members of all nodes as if they were of one, those of earlier nodes first.</summary>
    private static (string Prompt, JsonElement About) OfGraph(JsonElement input)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var node in input.Member("comfyWorkflow")?.EnumerateObject().Select(node => node.Value.Member("inputs")).OfType<JsonElement>() ?? [])
        {
            foreach (var member in node.EnumerateObject().Where(member => member.Value.ValueKind is JsonValueKind.Number or JsonValueKind.String))
            {
                members.TryAdd(member.Name, member.Value);
            }
        }

        var about = JsonElement.Parse($"{{{string.Join(',', members.Select(member => $"{JsonEncodedName(member.Key)}:{member.Value.GetRawText()}"))}}}");
        return (about.Text("text") ?? about.Text("prompt") ?? "", about);
    }

    private static string JsonEncodedName(string name) => $"\"{JsonEncodedText.Encode(name)}\"";
}
