using System.Diagnostics;

namespace Baton.Requests;

/// <summary>Lets caller and operator speak of the same request: the caller's <c>X-Request-Id</c>, or one made here, and the trace go back with every answer.</summary>
internal static class RequestIds
{
    private const string RequestId = "X-Request-Id";
    private const string TraceResponse = "traceresponse";
    private const int LengthMax = 128;

    public static IApplicationBuilder UseRequestIds(this IApplicationBuilder app) => app.Use((HttpContext context, RequestDelegate next) =>
    {
        if (context.Request.Headers[RequestId] is [{ } given] && IsSane(given))
        {
            context.TraceIdentifier = given;
        }

        Tell(context);
        return next(context);
    });

    /// <summary>Writes both into the answer; again where its headers were cleared.</summary>
    public static void Tell(HttpContext context)
    {
        context.Response.Headers[RequestId] = context.TraceIdentifier;
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } trace })
        {
            context.Response.Headers[TraceResponse] = trace;
        }
    }

    /// <summary>An id goes into logs and headers as it is, so only what cannot break either is taken.</summary>
    private static bool IsSane(string id) =>
        id.Length is > 0 and <= LengthMax && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '/' or '+' or '=');
}
