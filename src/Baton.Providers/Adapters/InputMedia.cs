using Baton.Client.Workers;

namespace Baton.Providers.Adapters;

/// <summary>A media source of an input, brought here and looked at before a service gets it.</summary>
internal static class InputMedia
{
    /// <summary>The longest file that goes into a JSON body.</summary>
    public const long InlineBytesMax = 32L << 20;

    private static readonly TimeSpan LinkLifetimeMin = TimeSpan.FromHours(1);

    /// <summary>The file, when it is of this kind: <c>image</c>, <c>video</c> or <c>audio</c>.</summary>
    public static async Task<MediaFile> Fetch(IJobContext context, string source, string kind, CancellationToken cancellationToken)
    {
        var file = await context.Fetch(source, cancellationToken);
        return file.ContentType.StartsWith(kind + "/", StringComparison.Ordinal)
            ? file
            : throw new JobFailedException(JobFailure.Invalid, $"The input has to be of kind {kind}, and is '{file.ContentType}'.");
    }

    /// <summary>What stands for the file in JSON: a data URL, or a URL of this server that the service fetches, as the settings say.</summary>
    public static async Task<string> Url(RemoteService service, IJobContext context, string source, MediaFile file, CancellationToken cancellationToken) =>
        await Link(service, context, source, file.Bytes > InlineBytesMax, cancellationToken) ?? $"data:{file.ContentType};base64,{await Base64(service, file, cancellationToken)}";

    /// <summary>A signed URL of a blob for this service; null when the file goes along by other means.</summary>
    /// <param name="isTooLong">Whether the other means cannot take it.</param>
    public static async Task<string?> Link(RemoteService service, IJobContext context, string source, bool isTooLong, CancellationToken cancellationToken)
    {
        var by = service.Settings.InputsBy ?? (isTooLong ? InputsBy.Url : InputsBy.Data);
        return by == InputsBy.Url && await context.Link(source, LinkLifetime(service), cancellationToken) is { } link ? link.AbsoluteUri : null;
    }

    public static async Task<string> Base64(RemoteService service, MediaFile file, CancellationToken cancellationToken) => file.Bytes <= InlineBytesMax
        ? Convert.ToBase64String(await File.ReadAllBytesAsync(file.Path, cancellationToken))
        : throw TooLong(service, file, InlineBytesMax);

    public static JobFailedException TooLong(RemoteService service, MediaFile file, long bytesMax) => new(
        JobFailure.Rejected,
        $"The input has {file.Bytes} bytes, and '{service.Name}' gets {bytesMax} at most in a request. Send a smaller one"
        + (service.Settings.Kind is ProviderKind.ComfyUi or ProviderKind.A1111 ? "." : ", or upload it as a blob: the service can fetch those by URL where the operator has set Blobs__PublicUrl."));

    /// <summary>Long enough for a job that waits its whole time there, is gone on with after a restart, and waits again.</summary>
    private static TimeSpan LinkLifetime(RemoteService service) =>
        TimeSpan.FromTicks(Math.Max(LinkLifetimeMin.Ticks, 2 * service.Settings.Timeout.Ticks));
}
