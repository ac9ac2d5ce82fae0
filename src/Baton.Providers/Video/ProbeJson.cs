using System.Text.Json.Serialization;

namespace Baton.Providers.Video;

/// <summary>The part of ffprobe's JSON that is asked for.</summary>
internal sealed record ProbeAnswer(ProbeFormat? Format, IReadOnlyList<ProbeStream>? Streams);

internal sealed record ProbeFormat(string? Duration);

internal sealed record ProbeStream(
    int Index,
    string? CodecType,
    int Width,
    int Height,
    string? SampleAspectRatio,
    string? AvgFrameRate,
    string? RFrameRate,
    string? Duration,
    ProbeDisposition? Disposition,
    IReadOnlyList<ProbeSideData>? SideDataList);

/// <summary>An attached picture is a cover, not a video.</summary>
internal sealed record ProbeDisposition(int AttachedPic);

internal sealed record ProbeSideData(double? Rotation);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ProbeAnswer))]
internal sealed partial class ProbeJson : JsonSerializerContext;
