using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;
using Baton.Providers.Adapters;
using Baton.Providers.Speech;

namespace Baton.Providers.OpenAi;

/// <summary>
/// textToSpeech by <c>POST audio/speech</c>, which answers with the sound itself. The speakers of the step are not the voices of the service: the setting <c>Models</c> says which is
/// which, and under <c>textToSpeech</c> which model speaks. A voice to be cloned and a bound in tokens are refused, as the protocol has no place for them.
/// </summary>
internal sealed class SpeechHandler(RemoteService service, ResultStore results) : AdapterHandler(service, "textToSpeech")
{
    private const string DefaultModel = "gpt-4o-mini-tts";
    private const string DefaultVoice = "alloy";

    public override JsonElement? Accepts { get; } = JsonElement.Parse("""
        { "type": "object", "properties": { "engine": { "enum": ["custom", "vllm-omni"] }, "refAudioUrl": { "type": "string", "maxLength": 0 }, "refText": { "type": "string", "maxLength": 0 }, "maxNewTokens": { "type": "null" } } }
        """);

    protected override Task<JsonNode> Work(JsonElement input, IJobContext context, CancellationToken cancellationToken) => ExternalWork.RunOnce(
        context,
        Service,
        async (request, until) =>
        {
            var models = Service.Settings.Models;
            var speaker = input.Text("speaker") ?? "";
            var model = models.GetValueOrDefault("textToSpeech", DefaultModel);
            var body = new JsonObject { ["model"] = model, ["input"] = input.Text("text"), ["voice"] = models.GetValueOrDefault(speaker, speaker.Length > 0 ? speaker : DefaultVoice), ["response_format"] = "mp3" };
            if (Instructions(input) is { Length: > 0 } instructions)
            {
                body["instructions"] = instructions;
            }

            var path = await Speak(body, request, context, until, cancellationToken);
            if (Service.Settings.PricePerJob is { } price)
            {
                context.Requests.Charge(price);
            }

            var sound = await results.Audio(Service, path, context, cancellationToken);
            return new JsonObject { ["audioBlob"] = sound, ["modelType"] = model, ["speaker"] = speaker.Length > 0 ? speaker : body["voice"]!.GetValue<string>() } as JsonNode;
        },
        cancellationToken);

    /// <summary>The protocol has no member for the language; models that take instructions heed it there, the others go by the text.</summary>
    private static string Instructions(JsonElement input) => string.Join(' ', (string?[])[
        input.Text("language") is { Length: > 0 } language && !language.Equals(Languages.Auto, StringComparison.OrdinalIgnoreCase) ? $"Speak {language}." : null,
        input.Text("instruct") is { Length: > 0 } instruct ? instruct : null]).Trim();

    private async Task<string> Speak(JsonObject body, OpenRequest request, IJobContext context, CancellationToken until, CancellationToken stop)
    {
        using var message = OpenAiProtocol.Post("audio/speech", RemoteService.Json(body), request);
        using var response = await Service.Send(message, until, stop);
        return await ResultFiles.Save(Service, response, context, until, stop);
    }
}
