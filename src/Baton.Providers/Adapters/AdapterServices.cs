using Baton.Client.Workers;
using Baton.Providers.A1111;
using Baton.Providers.ComfyUi;
using Baton.Providers.Fal;
using Baton.Providers.OpenAi;
using Baton.Providers.Replicate;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Baton.Providers.Adapters;

/// <summary>The configured services outside, each a <see cref="HandlerPool"/> of its own, and what is said of any provider. Needs the media providers, whose tools look at results.</summary>
public static class AdapterServices
{
    /// <summary>The setting of the server that inputs by URL need.</summary>
    private const string PublicUrl = "Blobs:PublicUrl";

    public static IServiceCollection AddAdapters(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(ProviderOptions.Section);
        services.AddSingleton<IValidateOptions<ProviderOptions>>(new ProviderOptionsValidator(configuration[PublicUrl]));
        services.AddSingleton<IOptionsChangeTokenSource<ProviderOptions>>(new ConfigurationChangeTokenSource<ProviderOptions>(section));
        services.AddOptions<ProviderOptions>().Configure(options => options.Read(section)).ValidateOnStart();
        services.AddSingleton<ResultStore>().AddSingleton<AudioProbe>();
        foreach (var provider in section.GetChildren())
        {
            var name = provider.Key;
            services.AddSingleton(services => new NamedProviderTerms(name, SettingsOf(services, name).ToTerms()));
            if (provider[nameof(ProviderSettings.Kind)] is not null)
            {
                services.AddSingleton(services => Pool(services, name));
            }
        }

        return services;
    }

    private static ProviderSettings SettingsOf(IServiceProvider provider, string name) => provider.GetRequiredService<IOptions<ProviderOptions>>().Value.Named[name];

    private static HandlerPool Pool(IServiceProvider provider, string name)
    {
        var settings = SettingsOf(provider, name);
        var service = new RemoteService(name, settings, HealthPath(settings.Kind!.Value), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>().CreateLogger<RemoteService>());
        var handlers = Handlers(service, provider.GetRequiredService<ResultStore>()).Where(handler => ProviderKinds.TypesOf(settings).Contains(handler.Type, StringComparer.Ordinal));
        return new HandlerPool(name, settings.Slots, [.. handlers], service.Check) { WhenReady = service.Health.WhenOpen, IsReady = () => service.Health.IsOpen };
    }

    private static IJobHandler[] Handlers(RemoteService service, ResultStore results) => service.Settings.Kind switch
    {
        ProviderKind.OpenAi => [new ChatHandler(service, results), new ImageHandler(service, results), new SpeechHandler(service, results), new TranscriptionHandler(service)],
        ProviderKind.ComfyUi => [new ComfyHandler(service, results), new ComfyPictureHandler(service, results, "imageGen"), new ComfyPictureHandler(service, results, "textToImage")],
        ProviderKind.A1111 => [new A1111Handler(service, results, "imageGen"), new A1111Handler(service, results, "textToImage")],
        ProviderKind.Fal => [new FalHandler(service, results, "imageGen"), new FalHandler(service, results, "videoGen")],
        ProviderKind.Replicate => [new ReplicateHandler(service, results, "imageGen"), new ReplicateHandler(service, results, "videoGen")],
        null => [],
    };

    /// <summary>Where each kind answers without doing any work.</summary>
    private static string HealthPath(ProviderKind kind) => kind switch
    {
        ProviderKind.OpenAi => "models",
        ProviderKind.ComfyUi => "system_stats",
        ProviderKind.A1111 => "sdapi/v1/options",
        ProviderKind.Fal => "",
        ProviderKind.Replicate => "account",
    };
}
