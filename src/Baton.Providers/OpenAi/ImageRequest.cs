using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;
using Baton.Providers.Adapters;

namespace Baton.Providers.OpenAi;

/// <summary>
/// An imageGen input of engine <c>openai</c> as <c>images/generations</c> and <c>images/edits</c> take it. What has no place there is refused: a picture that is not what was asked for would be paid
/// for all the same.
/// </summary>
internal sealed class ImageRequest(JsonElement input, ProviderSettings settings)
{
    private static readonly (string Ours, string Theirs)[] Names = [("quality", "quality"), ("style", "style"), ("inputFidelity", "input_fidelity")];

    private readonly string _model = ModelChoice.Of(settings, input.Text("model"));

    public IReadOnlyList<string> Images { get; } = input.Text("image") is { } one ? [one] : [.. input.Texts("images")];

    /// <summary>A picture that says where to paint.</summary>
    public string? Mask { get; } = input.Text("mask") ?? input.Text("maskImage");

    private bool IsDallE => _model.StartsWith("dall-e", StringComparison.Ordinal);

    /// <summary>The members of the wire, without the files. The dall-e models give URLs unless asked for Base64; the others refuse to be asked, and give nothing else.</summary>
    public JsonObject Members()
    {
        if (Mask is not null && Images.Count == 0)
        {
            throw new JobFailedException(JobFailure.Invalid, "There is a mask and no picture that it belongs to.");
        }

        var body = new JsonObject { ["model"] = _model, ["prompt"] = input.Text("prompt") ?? "", ["n"] = input.Whole("quantity") ?? 1 };
        Add(body, "size", Size());
        foreach (var (ours, theirs) in Names)
        {
            Add(body, theirs, input.Text(ours));
        }

        Add(body, "background", Background());
        Add(body, "output_format", IsDallE ? null : input.Text("outputFormat")?.ToLowerInvariant());
        Add(body, "response_format", IsDallE ? "b64_json" : null);
        return body;
    }

    private string? Size() => (input.Text("size"), input.Whole("width"), input.Whole("height")) switch
    {
        ({ } size, _, _) => size,
        (null, null, null) => null,
        (null, { } width, { } height) => $"{width}x{height}",
        _ => throw new JobFailedException(JobFailure.Invalid, "Width and height go together; give both or neither."),
    };

    /// <summary>The pictures of the dall-e models are opaque, and they take no word about it.</summary>
    private string? Background() => (IsDallE, input.Text("background")) switch
    {
        (true, "transparent") => throw new JobFailedException(JobFailure.Rejected, $"The model '{_model}' makes no transparent background."),
        (true, _) => null,
        (false, var background) => background,
    };

    private static void Add(JsonObject body, string name, string? value)
    {
        if (value is not null)
        {
            body[name] = value;
        }
    }
}
