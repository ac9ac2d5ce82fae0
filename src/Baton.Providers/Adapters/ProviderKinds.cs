namespace Baton.Providers.Adapters;

/// <summary>What is known of each kind before anybody is asked.</summary>
internal static class ProviderKinds
{
    /// <summary>The step types that a provider of this kind can do.</summary>
    public static IReadOnlyList<string> TypesOf(ProviderKind kind) => kind switch
    {
        ProviderKind.OpenAi => ["chatCompletion", "imageGen", "textToSpeech", "transcription"],
        ProviderKind.ComfyUi => ["comfy", "imageGen", "textToImage"],
        ProviderKind.A1111 => ["imageGen", "textToImage"],
        ProviderKind.Fal => ["imageGen", "videoGen"],
        ProviderKind.Replicate => ["imageGen", "videoGen"],
    };

    /// <summary>The step types that this provider gets.</summary>
    public static IReadOnlyList<string> TypesOf(ProviderSettings settings) => settings switch
    {
        { Types.Count: > 0 } => settings.Types,
        { Kind: ProviderKind.Fal or ProviderKind.Replicate } => [.. HostedModels.TypesOf(settings)],
        { Kind: ProviderKind.OpenAi } => ["chatCompletion"],
        { Kind: { } kind } => TypesOf(kind),
        _ => [],
    };

    /// <summary>Where such a service is when nothing else is said, with a slash at its end.</summary>
    public static Uri UrlOf(ProviderSettings settings)
    {
        var url = settings.Url ?? new Uri(settings.Kind switch
        {
            ProviderKind.ComfyUi => "http://127.0.0.1:8188",
            ProviderKind.A1111 => "http://127.0.0.1:7860",
            ProviderKind.Fal => "https://queue.fal.run",
            ProviderKind.Replicate => "https://api.replicate.com/v1",
            ProviderKind.OpenAi or null => "https://api.openai.com/v1",
        });
        return url.AbsolutePath.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/");
    }

    /// <summary>The public services take nobody without a key; whoever runs such a server himself may do without.</summary>
    public static bool NeedsKey(ProviderKind kind, ProviderSettings settings) =>
        settings.Url is null && kind is (ProviderKind.OpenAi or ProviderKind.Fal or ProviderKind.Replicate);

    /// <summary>How the key is sent.</summary>
    public static string SchemeOf(ProviderKind kind) => kind switch
    {
        ProviderKind.Fal => "Key",
        ProviderKind.A1111 => "Basic",
        ProviderKind.OpenAi or ProviderKind.ComfyUi or ProviderKind.Replicate => "Bearer",
    };

    public static LostRequest WhenLost(ProviderSettings settings) =>
        settings.WhenLost ?? (settings.Kind == ProviderKind.Fal ? LostRequest.Refuse : LostRequest.Repeat);
}
