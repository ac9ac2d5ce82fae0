using Baton.Problems;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Baton.Requests;

/// <summary>
/// How long the request line's target and the headers may be, in bytes. The server's own limits answer without a body, so they stand well above these, which
/// answer with a problem; beyond both there is no body still.
/// </summary>
internal static class RequestSizes
{
    public const int TargetBytesMax = 8 * 1024;
    public const int HeaderBytesMax = 32 * 1024;
    public const int HeadersMax = 100;

    private const int ServerFactor = 4;

    /// <summary>Lets the server read somewhat more than is taken, so that there is somebody to say so.</summary>
    public static void Configure(KestrelServerLimits limits)
    {
        limits.MaxRequestLineSize = ServerFactor * TargetBytesMax;
        limits.MaxRequestHeadersTotalSize = ServerFactor * HeaderBytesMax;
        limits.MaxRequestHeaderCount = ServerFactor * HeadersMax;
    }

    public static IApplicationBuilder UseRequestSizes(this IApplicationBuilder app) =>
        app.Use((HttpContext context, RequestDelegate next) => Refusal(context)?.ExecuteAsync(context) ?? next(context));

    private static ProblemResult? Refusal(HttpContext context)
    {
        // Escaped, so that a byte is a character.
        if (context.Features.Get<IHttpRequestFeature>()?.RawTarget.Length > TargetBytesMax)
        {
            return Problem.UriTooLong.ToResult($"The address has more than {TargetBytesMax} bytes.");
        }

        var headers = context.Request.Headers;
        return headers.Count > HeadersMax || headers.Sum(header => header.Key.Length + header.Value.Sum(value => value?.Length ?? 0)) > HeaderBytesMax
            ? Problem.HeadersTooLarge.ToResult($"At most {HeadersMax} headers of together at most {HeaderBytesMax} bytes are taken.")
            : null;
    }
}
