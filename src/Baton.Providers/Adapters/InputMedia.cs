using Baton.Client.Workers;

namespace Baton.Providers.Adapters;

/// <summary>A media source of an input, brought here and looked at before a service gets it.</summary>
internal static class InputMedia
{
    /// <summary>The longest file that goes into a JSON body.</summary>
    private const long InlineBytesMax = 32L << 20;

    /// <summary>The file, when it is of this kind: <c>image</c>, <c>video</c> or <c>audio</c>.</summary>
    public static async Task<MediaFile> Fetch(IJobContext context, string source, string kind, CancellationToken cancellationToken)
    {
        var file = await context.Fetch(source, cancellationToken);
        return file.ContentType.StartsWith(kind + "/", StringComparison.Ordinal)
            ? file
            : throw new JobFailedException(JobFailure.Invalid, $"The input has to be of kind {kind}, and is '{file.ContentType}'.");
    }

    public static async Task<string> DataUrl(IJobContext context, string source, string kind, CancellationToken cancellationToken)
    {
        var file = await Fetch(context, source, kind, cancellationToken);
        return $"data:{file.ContentType};base64,{await Base64(file, cancellationToken)}";
    }

    public static async Task<string> Base64(MediaFile file, CancellationToken cancellationToken)
    {
        if (file.Bytes > InlineBytesMax)
        {
            throw new JobFailedException(JobFailure.Rejected, $"The input has {file.Bytes} bytes; this provider gets {InlineBytesMax} at most.");
        }

        return Convert.ToBase64String(await File.ReadAllBytesAsync(file.Path, cancellationToken));
    }
}
