namespace Baton.Providers.Video;

/// <summary>What ffprobe tells of a video's first real video stream.</summary>
/// <param name="Input">Where it is and how to open it.</param>
/// <param name="Width">As shown: after rotation, in stored pixels.</param>
/// <param name="Height">As shown.</param>
/// <param name="PixelAspect">Width of a pixel as shown over its height; 1 for nearly all videos.</param>
/// <param name="Duration">Seconds.</param>
internal sealed record VideoFacts(FfmpegInput Input, int Width, int Height, double PixelAspect, double Fps, double Duration);
