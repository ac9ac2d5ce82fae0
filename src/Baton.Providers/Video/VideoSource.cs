using Baton.Client.Workers;
using Baton.Providers.Media;

namespace Baton.Providers.Video;

/// <summary>Brings a source to a local file and looks what video it is.</summary>
internal sealed class VideoSource(Ffprobe ffprobe)
{
    public async Task<VideoFacts> Fetch(string source, IJobContext context, CancellationToken cancellationToken)
    {
        var file = await context.Fetch(source, cancellationToken);
        var format = await MediaSniffer.Sniff(file.Path, cancellationToken);
        return await ffprobe.Probe(file.Path, format, context.TempDirectory, cancellationToken);
    }
}
