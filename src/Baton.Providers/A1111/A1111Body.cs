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
        RefuseUnheeded(input);
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
        AddSampler(body, input);
        var settings = new JsonObject();
        if (CheckpointOf(input, service.Settings) is { } checkpoint)
        {
            settings["sd_model_checkpoint"] = checkpoint;
        }

        AddParts(settings, input, service.Settings);
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

    /// <summary>What the API has no place for.</summary>
    private static void RefuseUnheeded(JsonElement input)
    {
        foreach (var name in (string[])["controlNets", "embeddings"])
        {
            if (input.Items(name).Any())
            {
                throw new JobFailedException(JobFailure.Rejected, $"This provider has no place for '{name}'.");
            }
        }
    }

    /// <summary>Names that are not known here go as they are: the server says when it does not know them.</summary>
    private static void AddSampler(JsonObject body, JsonElement input)
    {
        var method = input.Text("sampleMethod") ?? input.Text("scheduler");
        var (sampler, scheduler) = method is null or "undefined" ? (null, null) : Samplers.TryGetValue(method, out var known) ? known : (method, null);
        if (sampler is not null)
        {
            body["sampler_name"] = sampler;
        }

        if ((scheduler ?? input.Text("schedule")) is { } schedule)
        {
            body["scheduler"] = schedule;
        }
    }

    /// <summary>The VAE alone has a setting of its own; with text encoders beside it, which is how Forge runs newer models, all of them are modules.</summary>
    private static void AddParts(JsonObject body, JsonElement input, ProviderSettings settings)
    {
        var vae = Known(settings, input, "vaeModel");
        if (((string?[])[Known(settings, input, "clipLModel"), Known(settings, input, "t5XXLModel")]).OfType<string>().ToList() is { Count: > 0 } encoders)
        {
            body["forge_additional_modules"] = new JsonArray([.. encoders.Concat(vae is null ? [] : [vae]).Select(file => (JsonNode)file)]);
        }
        else if (vae is not null)
        {
            body["sd_vae"] = vae;
        }
    }

    /// <summary>The checkpoint by the model that the caller names, or by the name of the variant; null leaves the one that is loaded.</summary>
    private static string? CheckpointOf(JsonElement input, ProviderSettings settings) =>
        Known(settings, input, "diffuserModel")
        ?? (input.Text("model") is { } model && settings.Models.TryGetValue(model, out var checkpoint) ? checkpoint : HostedModels.Find(settings, "imageGen", input));

    /// <summary>The file that a member names. Such servers pass over names that they do not know, so unknown ones are refused here; without any models named, everything is made with what is loaded.</summary>
    private static string? Known(ProviderSettings settings, JsonElement input, string member)
    {
        if (settings.Models.Count == 0 || input.Text(member) is not { } name)
        {
            return null;
        }

        return settings.Models.TryGetValue(name, out var file)
            ? file
            : throw new JobFailedException(JobFailure.Rejected, $"This provider has no '{name}', which '{member}' names; the operator can name its file under Models.");
    }

    /// <summary>LoRAs are named in the text, as this API has it.</summary>
    private static string PromptOf(JsonElement input, ProviderSettings settings)
    {
        var networks = PictureNetworks.Of(input, settings);
        return networks.Aggregate(PictureNetworks.Prompt(input, networks), (prompt, lora) => FormattableString.Invariant($"{prompt} <lora:{lora.Name}:{lora.Strength}>"));
    }
}
