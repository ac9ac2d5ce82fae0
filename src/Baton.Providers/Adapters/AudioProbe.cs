using System.Globalization;
using Baton.Client.Workers;
using Baton.Providers.Tools;
using Baton.Providers.Video;
using Microsoft.Extensions.Options;

namespace Baton.Providers.Adapters;

/// <summary>Asks ffprobe how long sound is, under the same confinement as videos.</summary>
internal sealed class AudioProbe(ConfinedTools tools, IOptions<MediaOptions> options)
{
    /// <summary>Seconds; null when ffprobe is not there to be asked. Throws <see cref="JobFailedException"/> for a file that it cannot read.</summary>
    public async Task<double?> Duration(string path, AudioFormat format, string workingDirectory, CancellationToken cancellationToken)
    {
        var (ends, sounds) = (0.0, false);
        string[] arguments =
        [
            "-v", "error", "-select_streams", "a:0", "-show_entries", "format=duration:packet=pts_time,duration_time", "-of", "csv=p=0",
            .. FfmpegConfinement.Input(path, format.Demuxer, options.Value),
        ];
        try
        {
            await tools.Run(new ToolRun(options.Value.Ffprobe, arguments, workingDirectory) { OnLine = Read, Complaint = "The sound cannot be read" }, cancellationToken);
        }
        catch (JobFailedException missing) when (missing.Kind is JobFailure.Rejected && missing.Message.Contains("not installed", StringComparison.Ordinal))
        {
            return null;
        }

        return sounds ? ends : throw new JobFailedException(JobFailure.Invalid, "there is no sound in it.");

        void Read(string line)
        {
            var parts = line.Split(',');
            if (Seconds(parts[0]) is { } start)
            {
                sounds = true;
                ends = Math.Max(ends, start + (parts.Length > 1 ? Seconds(parts[1]) ?? 0 : 0));
            }
        }
    }

    private static double? Seconds(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds) ? seconds : null;
}
