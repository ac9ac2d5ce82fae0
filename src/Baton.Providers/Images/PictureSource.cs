using Baton.Client.Workers;
using Baton.Providers.Media;

namespace Baton.Providers.Images;

/// <summary>A local file and the format its first bytes tell; null is a format nobody here knows.</summary>
internal sealed record PictureSource(string Path, MediaFormat? Format)
{
    public static async Task<PictureSource> Fetch(string source, IJobContext context, CancellationToken cancellationToken)
    {
        var file = await context.Fetch(source, cancellationToken);
        return new PictureSource(file.Path, await MediaSniffer.Sniff(file.Path, cancellationToken));
    }
}
