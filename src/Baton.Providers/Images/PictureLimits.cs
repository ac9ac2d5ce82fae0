using Baton.Client.Workers;
using Microsoft.Extensions.Options;

namespace Baton.Providers.Images;

/// <summary>How large a picture may be, asked before anything is decoded or made.</summary>
internal sealed class PictureLimits(IOptions<MediaOptions> options)
{
    private readonly MediaOptions limits = options.Value;

    public void OpenLibrary() => LibVips.Open(limits.ToolThreads);

    /// <summary>Throws with the numbers when a picture of this size is beyond the limits.</summary>
    public void Check(long width, long height, int frames)
    {
        if (width * height > limits.FramePixelsMax)
        {
            throw Invalid($"A picture of {width} × {height} pixels is beyond the limit of {limits.FramePixelsMax:N0} pixels.");
        }

        if (frames > limits.FramesMax)
        {
            throw Invalid($"An animation of {frames:N0} frames is beyond the limit of {limits.FramesMax:N0}; set output.maxFrames to take fewer.");
        }

        if (width * height * frames > limits.AnimationPixelsMax)
        {
            throw Invalid($"{frames:N0} frames of {width} × {height} pixels are beyond the limit of {limits.AnimationPixelsMax:N0} pixels together.");
        }
    }

    private static JobFailedException Invalid(FormattableString words) => new(JobFailure.Invalid, FormattableString.Invariant(words));
}
