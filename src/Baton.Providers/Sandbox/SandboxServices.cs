using Baton.Client.Workers;
using Baton.Providers.Adapters;
using Baton.Providers.Images;
using Baton.Providers.Tools;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Baton.Providers.Sandbox;

/// <summary>The configured stand-ins, each a <see cref="HandlerPool"/> of its own. Needs the media providers, whose tools they draw with.</summary>
public static class SandboxServices
{
    /// <summary>The settings of a server for trying things out: stand-ins for every engine, and callers may choose what happens to their steps.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Everything =>
    [
        new($"{SandboxOptions.Section}:{nameof(SandboxOptions.Enabled)}", "true"),
        new($"{SandboxOptions.Section}:{nameof(SandboxOptions.AllowFates)}", "true"),
    ];

    public static IServiceCollection AddSandbox(this IServiceCollection services, IConfiguration configuration)
    {
        string[] taken = [.. ProviderServices.Names, .. configuration.GetSection(ProviderOptions.Section).GetChildren().Select(provider => provider.Key)];
        var stray = configuration[$"{SandboxOptions.Section}:{nameof(SandboxOptions.Providers)}"];
        services.AddSingleton<IValidateOptions<SandboxOptions>>(new SandboxOptionsValidator(taken, stray));
        services.AddOptions<SandboxOptions>().BindConfiguration(SandboxOptions.Section).ValidateOnStart();
        services.AddSingleton<SandboxPictures>().AddSingleton<SandboxClips>().AddSingleton<SandboxStudio>();
        var configured = configuration.GetSection(SandboxOptions.Section).Get<SandboxOptions>() ?? new SandboxOptions();
        for (var index = 0; index < configured.Lines().Count(); index++)
        {
            var own = index;
            services.AddSingleton(provider => Pool(provider, provider.GetRequiredService<IOptions<SandboxOptions>>().Value, own));
        }

        return services;
    }

    private static HandlerPool Pool(IServiceProvider services, SandboxOptions options, int index)
    {
        var provider = options.Read()[index];
        var time = services.GetRequiredService<TimeProvider>();
        var handlers = provider.Types.Select(type => (IJobHandler)new SandboxHandler(type, provider, options.AllowFates, services.GetRequiredService<SandboxStudio>(), time));
        return new HandlerPool(provider.Name, provider.Slots, [.. handlers], cancellationToken => Check(services, provider, time, cancellationToken)) { MayVanish = true };
    }

    /// <summary>Without its tools it makes no clips; everything else it does all the same.</summary>
    private static async Task<ToolCheck> Check(IServiceProvider services, SandboxProvider provider, TimeProvider time, CancellationToken cancellationToken)
    {
        var limits = services.GetRequiredService<IOptions<MediaOptions>>().Value;
        var pictures = await Task.Run(() => LibVips.Check(limits.ToolThreads), cancellationToken);
        var clips = provider.Types.Contains("videoGen") && provider.Media != SandboxMedia.None
            ? await ToolChecks.Find(ProviderServices.FfmpegConfined(services), $"videoGen at the sandbox provider {provider.Name}", time, cancellationToken)
            : null;
        if (!pictures.Present)
        {
            return pictures;
        }

        if (clips is { Present: false } && provider.Types.Length == 1)
        {
            return clips;
        }

        var roles = string.Join(", ", provider.Engines.IsEmpty ? provider.Types : provider.Engines);
        var lack = clips is { Present: false } ? $" {clips.Words}" : "";
        return new ToolCheck(true, "stand-in", $"A sandbox: stands in for {roles}; what it makes is marked.{lack}");
    }
}
