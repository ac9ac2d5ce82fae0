using Microsoft.AspNetCore.Http.Features;

namespace Baton.Requests;

/// <summary>
/// A name in the last segment of a path, as the caller means it. Routing decodes segments except for %2F, so a name with a slash in it arrives half decoded,
/// and looks like one with a literal %2F; only the request line tells them apart.
/// </summary>
internal static class PathText
{
    public static string Last(HttpContext context, string routed) =>
        routed.Contains("%2F", StringComparison.OrdinalIgnoreCase) && context.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } target
            ? Uri.UnescapeDataString(LastSegment(target))
            : routed;

    private static string LastSegment(string target)
    {
        var path = target.Split('?', 2)[0].TrimEnd('/');
        return path[(path.LastIndexOf('/') + 1)..];
    }
}
