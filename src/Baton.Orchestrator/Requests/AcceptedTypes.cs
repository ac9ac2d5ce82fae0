using Microsoft.Net.Http.Headers;

namespace Baton.Requests;

/// <summary>What a request says of the media types it takes (RFC 9110, section 12.5.1).</summary>
internal static class AcceptedTypes
{
    /// <summary>How welcome a media type is, from 0 for not at all to 1. Whoever says nothing, or nothing that can be read, takes everything.</summary>
    public static double QualityOf(HttpRequest request, string mediaType)
    {
        var accept = request.Headers.Accept;
        if (accept is [] or ["*/*"] || !MediaTypeHeaderValue.TryParseList(accept, out var ranges))
        {
            return 1;
        }

        var type = MediaTypeHeaderValue.Parse(mediaType);
        return ranges.Where(range => Covers(range, type)).MaxBy(Precision) is { } closest ? closest.Quality ?? 1 : 0;
    }

    /// <summary>Parameters are passed over: <c>application/json; charset=utf-8</c> asks for what is given anyway.</summary>
    private static bool Covers(MediaTypeHeaderValue range, MediaTypeHeaderValue type) =>
        range.MatchesAllTypes
        || (range.Type.Equals(type.Type, StringComparison.OrdinalIgnoreCase) && (range.MatchesAllSubTypes || range.SubType.Equals(type.SubType, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The more precise of two ranges decides.</summary>
    private static int Precision(MediaTypeHeaderValue range) => range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2;
}
