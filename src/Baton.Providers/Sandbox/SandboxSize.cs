using System.Globalization;
using System.Text.Json;
using Baton.Providers.Adapters;

namespace Baton.Providers.Sandbox;

/// <summary>The size that an input asks for, in whichever of the engines' ways.</summary>
internal static class SandboxSize
{
    private const int SideMin = 16;
    private const int SideMax = 4096;

    public static (int Width, int Height) Of(JsonElement input, bool isVideo)
    {
        var (width, height) = Asked(input, isVideo);
        return (Math.Clamp(width, SideMin, SideMax), Math.Clamp(height, SideMin, SideMax));
    }

    private static (int Width, int Height) Asked(JsonElement input, bool isVideo)
    {
        if (input.Whole("width") is { } width && input.Whole("height") is { } height)
        {
            return (width, height);
        }

        if ((Named(input.Text("size")) ?? Named(input.Text("imageSize"))) is { } size)
        {
            return size;
        }

        var shape = Shape(input.Text("aspectRatio")) ?? (isVideo ? 16.0 / 9 : 1);
        return input.Whole("width") is { } onlyWidth ? (onlyWidth, Round(onlyWidth / shape))
            : input.Whole("height") is { } onlyHeight ? (Round(onlyHeight * shape), onlyHeight)
            : isVideo ? Around(ShortSide(input) ?? 720, shape)
            : OfArea(input.Text("resolution") is { Length: 2 } name && name[1] == 'K' && char.IsDigit(name[0]) ? (name[0] - '0') * 1024 : 1024, shape);
    }

    /// <summary>Such as 1536x1024, or a name of fal's.</summary>
    private static (int Width, int Height)? Named(string? size) => size switch
    {
        "square_hd" => (1024, 1024),
        "square" => (512, 512),
        "portrait_4_3" => (768, 1024),
        "portrait_16_9" => (576, 1024),
        "landscape_4_3" => (1024, 768),
        "landscape_16_9" => (1024, 576),
        _ => size?.Split('x', '*') is [var across, var down] && Whole(across) is { } width && Whole(down) is { } height ? (width, height) : null,
    };

    /// <summary>Such as 720p, or the number alone.</summary>
    private static int? ShortSide(JsonElement input) => input.Whole("resolution") ?? Whole(input.Text("resolution")?.TrimEnd('p'));

    private static (int Width, int Height) Around(int shortSide, double shape) =>
        shape >= 1 ? (Round(shortSide * shape), shortSide) : (shortSide, Round(shortSide / shape));

    private static (int Width, int Height) OfArea(int side, double shape) => (Round(side * Math.Sqrt(shape)), Round(side / Math.Sqrt(shape)));

    private static double? Shape(string? ratio) =>
        ratio?.Split(':') is [var across, var down] && Number(across) is > 0 and var width && Number(down) is > 0 and var height ? width / height : null;

    private static int Round(double pixels) => (int)Math.Clamp(Math.Round(pixels / 2) * 2, SideMin, SideMax);

    private static int? Whole(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? Number(string text) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
