using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;
using Baton.Providers.Adapters;
using Baton.Providers.ComfyUi;

namespace Baton.Providers.A1111;

/// <summary>The body of a call, out of an imageGen or a textToImage input.</summary>
internal static class A1111Body
{
    private static readonly Dictionary<string, (string Sampler, string? Scheduler)> Samplers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["eulerA"] = ("Euler a", null), ["euler_a"] = ("Euler a", null), ["euler"] = ("Euler", null), ["lms"] = ("LMS", null), ["heun"] = ("Heun", null), ["dpM2"] = ("DPM2", null), ["dpm2"] = ("DPM2", null),
        ["dpM2A"] = ("DPM2 a", null), ["dpM2SA"] = ("DPM++ 2S a", null), ["dpm++2s_a"] = ("DPM++ 2S a", null), ["dpM2M"] = ("DPM++ 2M", null), ["dpm++2m"] = ("DPM++ 2M", null), ["dpm++2mv2"] = ("DPM++ 2M", null),
        ["dpmsde"] = ("DPM++ SDE", null), ["dpmFast"] = ("DPM fast", null), ["dpmAdaptive"] = ("DPM adaptive", null), ["lmsKarras"] = ("LMS", "Karras"), ["dpM2Karras"] = ("DPM2", "Karras"),
        ["dpM2AKarras"] = ("DPM2 a", "Karras"), ["dpM2SAKarras"] = ("DPM++ 2S a", "Karras"), ["dpM2MKarras"] = ("DPM++ 2M", "Karras"), ["dpmsdeKarras"] = ("DPM++ SDE", "Karras"), ["ddim"] = ("DDIM", null),
        ["ddim_trailing"] = ("DDIM", null), ["plms"] = ("PLMS", null), ["uniPC"] = ("UniPC", null), ["lcm"] = ("LCM", null), ["dpM3MSDE"] = ("DPM++ 3M SDE", null),
    };

    public static async Task<(string Path, JsonObject Body)> Of(JsonElement input, RemoteService service, IJobContext context, CancellationToken cancellationToken)
    {
        if (input.Items("controlNets").Any())
        {
            throw new JobFailedException(JobFailure.Rejected, "This provider has no control nets.");
        }

        var body = Plain(input, service, context);
        var sources = input.Text("image") is { } image ? [image] : input.Text("sourceImage") is { } source ? [source] : input.Texts("images").ToArray();
        if (sources.Length == 0)
        {
            return ("sdapi/v1/txt2img", body);
        }

        var inits = new JsonArray();
        foreach (var one in sources)
        {
            inits.Add(await InputMedia.Base64(service, await InputMedia.Fetch(context, one, "image", cancellationToken), cancellationToken));
        }

        body["init_images"] = inits;
        body["denoising_strength"] = input.Number("strength") ?? input.Number("denoiseStrength") ?? input.Number("sourceImageDenoiseStrenght") ?? 0.75;
        return ("sdapi/v1/img2img", body);
    }

    private static JsonObject Plain(JsonElement input, RemoteService service, IJobContext context)
    {
        var quantity = input.Whole("quantity") ?? 1;
        var body = new JsonObject
        {
            ["prompt"] = PromptOf(input, service.Settings),
            ["negative_prompt"] = input.Text("negativePrompt") ?? "",
            ["steps"] = input.Whole("steps") ?? 20,
            ["cfg_scale"] = input.Number("cfgScale") ?? 7,
            ["seed"] = input.Long("seed") is >= 0 and var seed ? seed : ComfyPicture.SeedOf(context.JobId),
            ["width"] = input.Whole("width") ?? 512,
            ["height"] = input.Whole("height") ?? 512,
            ["batch_size"] = quantity,
            ["n_iter"] = 1,
            ["send_images"] = true,
            ["save_images"] = false,
        };
        if ((input.Text("sampleMethod") ?? input.Text("scheduler")) is { } method && Samplers.TryGetValue(method, out var sampler))
        {
            body["sampler_name"] = sampler.Sampler;
            if ((sampler.Scheduler ?? input.Text("schedule")) is { } schedule)
            {
                body["scheduler"] = schedule;
            }
        }

        var settings = new JsonObject();
        if (input.Text("model") is { } model && service.Settings.Models.TryGetValue(model, out var checkpoint))
        {
            settings["sd_model_checkpoint"] = checkpoint;
        }

        if (input.Whole("clipSkip") is > 1 and var skip)
        {
            settings["CLIP_stop_at_last_layers"] = skip;
        }

        if (settings.Count > 0)
        {
            body["override_settings"] = settings;
        }

        return body;
    }

    /// <summary>LoRAs are named in the text, as this API has it.</summary>
    private static string PromptOf(JsonElement input, ProviderSettings settings)
    {
        var prompt = input.Text("prompt") ?? "";
        foreach (var name in (string[])["loras", "additionalNetworks"])
        {
            foreach (var lora in input.Member(name) is { ValueKind: JsonValueKind.Object } loras ? loras.EnumerateObject().ToArray() : [])
            {
                var strength = lora.Value.ValueKind == JsonValueKind.Number ? lora.Value.GetDouble() : lora.Value.Number("strength") ?? 1;
                prompt += FormattableString.Invariant($" <lora:{ModelChoice.Of(settings, lora.Name)}:{strength}>");
            }
        }

        return prompt;
    }
}
