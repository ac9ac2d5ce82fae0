namespace Baton.Providers.Video;

/// <summary>Keeps frames that differ enough from the last one kept.</summary>
internal sealed class FrameSelection(double uniqueThreshold)
{
    private FrameLook? last;

    /// <summary>Says no to a frame that is as alike as the threshold to the last one kept.</summary>
    public bool TryKeep(FrameLook look)
    {
        if (last is not null && look.LikenessTo(last) >= uniqueThreshold)
        {
            return false;
        }

        last = look;
        return true;
    }
}
