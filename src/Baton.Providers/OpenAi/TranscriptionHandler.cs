using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;
using Baton.Providers.Adapters;
using Baton.Providers.Speech;

namespace Baton.Providers.OpenAi;

/// <summary>
/// transcription by <c>POST audio/transcriptions</c>, a form with the recording in it. With <c>verbose_json</c> the answer has segments with their times and the language it heard; under
/// <c>transcription</c> the setting <c>Models</c> says which model listens.
/// </summary>
internal sealed class TranscriptionHandler(RemoteService service) : AdapterHandler(service, "transcription")
{
    private const string DefaultModel = "whisper-1";

    protected override Task<JsonNode> Work(JsonElement input, IJobContext context, CancellationToken cancellationToken) => ExternalWork.RunOnce(
        context,
        Service,
        async (request, until) =>
        {
            var startedAt = Service.Time.GetTimestamp();
            using var form = await Form(input, context, until);
            using var message = OpenAiProtocol.Post("audio/transcriptions", form, request);
            using var response = await Service.Send(message, until, cancellationToken);
            var answer = await OpenAiProtocol.Whole(Service, response, until, cancellationToken);
            Charge(answer, context);
            return (JsonNode)Output(answer, input, Service.Time.GetElapsedTime(startedAt));
        },
        cancellationToken);

    private async Task<MultipartFormDataContent> Form(JsonElement input, IJobContext context, CancellationToken cancellationToken)
    {
        var file = await context.Fetch(input.Text("mediaUrl") ?? "", cancellationToken);
        if (!file.ContentType.StartsWith("audio/", StringComparison.Ordinal) && !file.ContentType.StartsWith("video/", StringComparison.Ordinal))
        {
            throw new JobFailedException(JobFailure.Invalid, $"The recording has to be sound or video, and is '{file.ContentType}'.");
        }

        var content = new StreamContent(File.OpenRead(file.Path));
        content.Headers.ContentType = new MediaTypeHeaderValue(file.ContentType);
        var form = new MultipartFormDataContent
        {
            { content, "file", "recording." + Extension(file.ContentType) },
            { new StringContent(Service.Settings.Models.GetValueOrDefault("transcription", DefaultModel)), "model" },
            { new StringContent("verbose_json"), "response_format" },
        };
        if (Languages.Code(input.Text("language")) is { } code)
        {
            form.Add(new StringContent(code), "language");
        }

        if (input.Text("context") is { Length: > 0 } prompt)
        {
            form.Add(new StringContent(prompt), "prompt");
        }

        return form;
    }

    private JsonObject Output(JsonElement answer, JsonElement input, TimeSpan took)
    {
        var text = answer.Text("text") ?? throw ServiceFault.Over(JobFailure.Transient, $"'{Service.Name}' answered without a text.");
        var stretches = new JsonArray();
        if (input.Member("returnTimeStamps") is not { ValueKind: JsonValueKind.False })
        {
            foreach (var segment in answer.Items("segments"))
            {
                stretches.Add(new JsonObject { ["text"] = segment.Text("text")?.Trim() ?? "", ["startTime"] = segment.Number("start") ?? 0, ["endTime"] = segment.Number("end") ?? 0 });
            }
        }

        return new JsonObject
        {
            ["text"] = text.Trim(),
            ["language"] = answer.Text("language") ?? input.Text("language") ?? "Auto",
            ["timeStamps"] = stretches,
            ["elapsedSeconds"] = Math.Round(took.TotalSeconds, 3),
        };
    }

    private void Charge(JsonElement answer, IJobContext context)
    {
        var settings = Service.Settings;
        if (settings.PricePerJob is not null || settings.PricePerSecond is not null)
        {
            context.Requests.Charge((settings.PricePerJob ?? 0) + ((decimal)(answer.Number("duration") ?? 0) * (settings.PricePerSecond ?? 0)));
        }
    }

    /// <summary>Such servers tell the format by the name of the file.</summary>
    private static string Extension(string contentType) => contentType switch
    {
        "audio/mpeg" => "mp3",
        "audio/mp4" => "m4a",
        "video/quicktime" => "mov",
        "video/x-matroska" => "mkv",
        _ => contentType[(contentType.IndexOf('/', StringComparison.Ordinal) + 1)..],
    };
}
