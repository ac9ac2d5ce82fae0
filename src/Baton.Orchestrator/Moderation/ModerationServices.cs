using Baton.Blobs;

namespace Baton.Moderation;

/// <summary>Puts the moderators together that the configuration names.</summary>
internal static class ModerationServices
{
    public static IServiceCollection AddModeration(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<ModerationOptions, ModerationOptionsValidator>().BindConfiguration(ModerationOptions.Section);
        return services.AddSingleton<JobModerators>().AddSingleton<SubmissionModeration>().AddSingleton<IWithheldBlobs, WithheldBlobs>();
    }

    /// <summary>The first line of the file.</summary>
    public static string TokenIn(string path) =>
        File.ReadLines(path).FirstOrDefault()?.Trim() is { Length: > 0 } token ? token : throw new FormatException($"{path}: the first line is empty.");
}
