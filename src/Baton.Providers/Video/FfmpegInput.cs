namespace Baton.Providers.Video;

/// <summary>One stream of a file, and the only demuxer that may open it.</summary>
internal sealed record FfmpegInput(string Path, string Demuxer, int StreamIndex);
