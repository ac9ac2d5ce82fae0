using System.Text.Json;
using Baton.Client.Workers;
using Baton.Providers.Adapters;

namespace Baton.Providers.ComfyUi;

/// <summary>What the plain picture graph needs, out of an imageGen or a textToImage input.</summary>
internal sealed record ComfyPicture
{
    private static readonly Dictionary<string, (string Sampler, string Scheduler)> OlderSchedulers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["eulerA"] = ("euler_ancestral", "normal"), ["euler"] = ("euler", "normal"), ["lms"] = ("lms", "normal"), ["heun"] = ("heun", "normal"), ["dpM2"] = ("dpm_2", "normal"),
        ["dpM2A"] = ("dpm_2_ancestral", "normal"), ["dpM2SA"] = ("dpmpp_2s_ancestral", "normal"), ["dpM2M"] = ("dpmpp_2m", "normal"), ["dpmsde"] = ("dpmpp_sde", "normal"),
        ["dpmFast"] = ("dpm_fast", "normal"), ["dpmAdaptive"] = ("dpm_adaptive", "normal"), ["lmsKarras"] = ("lms", "karras"), ["dpM2Karras"] = ("dpm_2", "karras"),
        ["dpM2AKarras"] = ("dpm_2_ancestral", "karras"), ["dpM2SAKarras"] = ("dpmpp_2s_ancestral", "karras"), ["dpM2MKarras"] = ("dpmpp_2m", "karras"), ["dpmsdeKarras"] = ("dpmpp_sde", "karras"),
        ["ddim"] = ("ddim", "ddim_uniform"), ["uniPC"] = ("uni_pc", "normal"), ["lcm"] = ("lcm", "normal"), ["ddpm"] = ("ddpm", "normal"), ["deis"] = ("deis", "normal"), ["dpM3MSDE"] = ("dpmpp_3m_sde", "normal"),
        ["plms"] = ("plms", "normal"), ["undefined"] = ("euler", "normal"),
    };

    public required string Checkpoint { get; init; }

    public required string Prompt { get; init; }

    public string NegativePrompt { get; init; } = "";

    public string Sampler { get; init; } = "euler";

    public string Scheduler { get; init; } = "normal";

    public int Steps { get; init; } = 25;

    public double CfgScale { get; init; } = 7;

    public required long Seed { get; init; }

    public int Width { get; init; } = 512;

    public int Height { get; init; } = 512;

    public int Batch { get; init; } = 1;

    public int ClipSkip { get; init; } = 1;

    /// <summary>The source of a picture to begin from; null begins from noise.</summary>
    public string? Image { get; init; }

    public double Denoise { get; init; } = 0.75;

    /// <summary>A VAE instead of the one that the checkpoint has; null takes that.</summary>
    public string? Vae { get; init; }

    public IReadOnlyList<PictureNetwork> Loras { get; init; } = [];

    /// <summary>Inputs that the plain graph has no node for are refused, not passed over.</summary>
    public static ComfyPicture Of(JsonElement input, RemoteService service, IJobContext context)
    {
        if (input.Items("controlNets").Any())
        {
            throw new JobFailedException(JobFailure.Rejected, "This provider's plain graph has no control nets; send the graph as a comfy step.");
        }

        var loras = PictureNetworks.Of(input, service.Settings);
        var (sampler, scheduler) = input.Text("scheduler") is { } older && input.Text("sampler") is null && OlderSchedulers.TryGetValue(older, out var pair)
            ? pair
            : (input.Text("sampler") ?? "euler", input.Text("scheduler") ?? "normal");
        return new ComfyPicture
        {
            Checkpoint = ModelChoice.Of(service.Settings, input.Text("model")),
            Prompt = PictureNetworks.Prompt(input, loras),
            NegativePrompt = input.Text("negativePrompt") ?? "",
            Sampler = sampler,
            Scheduler = scheduler,
            Steps = input.Whole("steps") ?? 25,
            CfgScale = input.Number("cfgScale") ?? 7,
            Seed = input.Long("seed") is >= 0 and var seed ? seed : SeedOf(context.JobId),
            Width = input.Whole("width") ?? 512,
            Height = input.Whole("height") ?? 512,
            Batch = input.Whole("quantity") ?? 1,
            ClipSkip = input.Whole("clipSkip") ?? 1,
            Image = input.Text("image") ?? input.Text("sourceImage"),
            Denoise = input.Number("denoiseStrength") ?? input.Number("sourceImageDenoiseStrenght") ?? 0.75,
            Vae = input.Text("vaeModel") is { } vae ? ModelChoice.Of(service.Settings, vae) : null,
            Loras = loras,
        };
    }

    /// <summary>The same for the same job, so that a repeat after a crash makes the same picture.</summary>
    public static long SeedOf(string jobId) => jobId.Aggregate(17L, (hash, letter) => ((hash * 31) + letter) & uint.MaxValue);
}
