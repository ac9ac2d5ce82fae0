namespace Baton.Providers.Adapters;

/// <summary>The key of a provider, from its setting or its file. It goes into one header and nowhere else.</summary>
internal static class ProviderKey
{
    public static string? Read(ProviderSettings settings)
    {
        var key = settings.Key ?? (settings.KeyFile is { } file && File.Exists(file) ? File.ReadLines(file).FirstOrDefault() : null);
        return string.IsNullOrWhiteSpace(key) ? null : key.Trim();
    }

    /// <summary>Why the key's file is of no use; null when it is, or when there is none.</summary>
    public static string? WhyUnreadable(ProviderSettings settings)
    {
        if (settings.KeyFile is not { } file)
        {
            return null;
        }

        try
        {
            return string.IsNullOrWhiteSpace(File.ReadLines(file).FirstOrDefault()) ? $"the first line of '{file}' is empty." : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
