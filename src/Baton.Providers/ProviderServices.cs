using Baton.Client.Workers;
using Baton.Providers.Builtin;
using Baton.Providers.Images;
using Baton.Providers.Speech;
using Baton.Providers.Tools;
using Baton.Providers.Video;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Baton.Providers;

/// <summary>The providers that come with Baton: <c>builtin</c>, <c>images</c>, <c>video</c> and <c>speech</c>, each a <see cref="HandlerPool"/>.</summary>
public static class ProviderServices
{
    /// <summary>What they are called, so that no other provider is called the same.</summary>
    internal static readonly IReadOnlyList<string> Names = ["builtin", "images", "video", "speech"];

    public static IServiceCollection AddMediaProviders(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<MediaOptions, MediaOptionsValidator>().BindConfiguration(MediaOptions.Section);
        services.AddSingleton<ToolStarter>();
        services.AddSingleton<ConfinedTools>();
        return services.AddBuiltin().AddImages().AddVideo().AddSpeech();
    }

    private static IServiceCollection AddBuiltin(this IServiceCollection services) => services.AddSingleton(provider => new HandlerPool(
        "builtin",
        provider.Limits().BuiltinSlots,
        [new EchoHandler(), new ModelHashHandler(), new BlobArchiveHandler()],
        _ => Task.FromResult(new ToolCheck(true, null, "Needs no tool."))));

    private static IServiceCollection AddImages(this IServiceCollection services)
    {
        services.AddSingleton<PictureLimits>().AddSingleton<PictureReader>().AddSingleton<PictureTransforms>().AddSingleton<PictureJob>();
        services.AddSingleton<ConvertImageHandler>().AddSingleton<ImageUpscalerHandler>().AddSingleton<MediaHashHandler>();
        return services.AddSingleton(provider => new HandlerPool(
            "images",
            provider.Limits().ImageSlots,
            [
                provider.GetRequiredService<ConvertImageHandler>(),
                provider.GetRequiredService<ImageUpscalerHandler>(),
                provider.GetRequiredService<MediaHashHandler>(),
            ],
            cancellationToken => Task.Run(() => LibVips.Check(provider.Limits().ToolThreads), cancellationToken)));
    }

    private static IServiceCollection AddVideo(this IServiceCollection services)
    {
        services.AddSingleton<Ffprobe>().AddSingleton<Ffmpeg>().AddSingleton<VideoSource>().AddSingleton<FrameStretch>();
        services.AddSingleton<VideoMetadataHandler>().AddSingleton<VideoFrameExtractionHandler>().AddSingleton<TranscodeHandler>();
        return services.AddSingleton(provider => new HandlerPool(
            "video",
            provider.Limits().VideoSlots,
            [
                provider.GetRequiredService<VideoMetadataHandler>(),
                provider.GetRequiredService<VideoFrameExtractionHandler>(),
                provider.GetRequiredService<TranscodeHandler>(),
            ],
            cancellationToken => ToolChecks.Find(
                [Ffmpeg(provider), Ffprobe(provider), Prlimit(provider), Setpriv(provider)],
                "videoMetadata, videoFrameExtraction and transcode",
                provider.GetRequiredService<TimeProvider>(),
                cancellationToken)));
    }

    private static IServiceCollection AddSpeech(this IServiceCollection services)
    {
        services.AddSingleton<SpeechTools>().AddSingleton<TextToSpeechHandler>();
        return services.AddSingleton(provider => new HandlerPool(
            "speech",
            provider.Limits().SpeechSlots,
            [provider.GetRequiredService<TextToSpeechHandler>()],
            cancellationToken => ToolChecks.Find(
                [SpeechTools.EspeakOf(provider.Limits()), Prlimit(provider), Setpriv(provider)],
                "textToSpeech",
                provider.GetRequiredService<TimeProvider>(),
                cancellationToken)));
    }

    /// <summary>What it takes to run ffmpeg within its limits.</summary>
    internal static IReadOnlyList<ToolNeed> FfmpegConfined(IServiceProvider provider) => [Ffmpeg(provider), Prlimit(provider), Setpriv(provider)];

    private static ToolNeed Ffmpeg(IServiceProvider provider) => new(provider.Limits().Ffmpeg, "-version", "ffmpeg");

    private static ToolNeed Ffprobe(IServiceProvider provider) => new(provider.Limits().Ffprobe, "-version", "ffmpeg");

    private static ToolNeed Prlimit(IServiceProvider provider) => new(provider.Limits().Prlimit, "--version", "util-linux");

    private static ToolNeed Setpriv(IServiceProvider provider) => new(provider.Limits().Setpriv, "--version", "util-linux");

    private static MediaOptions Limits(this IServiceProvider provider) => provider.GetRequiredService<IOptions<MediaOptions>>().Value;
}
