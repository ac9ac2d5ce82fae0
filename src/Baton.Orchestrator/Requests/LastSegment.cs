using Microsoft.AspNetCore.Http.Features;

namespace Baton.Requests;

/// <summary>The last segment of a path as the caller meant it: a tag may hold a slash.</summary>
internal static class LastSegment
{
    /// <summary>
    /// The server decodes every escape but that of the slash, and then a slash that was escaped cannot be told from an escape that was meant
    /// as text. So where there is an escape in what was routed, what was sent is decoded afresh.
    /// </summary>
    public static string Decode(HttpContext context, string routed)
    {
        if (!routed.Contains('%', StringComparison.Ordinal))
        {
            return routed;
        }

        var sent = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = sent.Split('?', 2)[0].TrimEnd('/');
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }
}
