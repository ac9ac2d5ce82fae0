namespace Baton.Providers;

internal sealed partial class ProviderDirectory
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "Provider {ProviderId} is left out: {Words}")]
    private static partial void LogToolMissing(ILogger logger, string providerId, string words);
}
