using Baton.Problems;
using Microsoft.AspNetCore.Http.Features;

namespace Baton.Requests;

/// <summary>
/// Refuses paths with the segments <c>.</c> and <c>..</c>. The server would resolve them before routing, so that removing the tag <c>..</c> of a workflow would
/// arrive as the removal of the workflow.
/// </summary>
internal static class PathGuard
{
    public static IApplicationBuilder UsePathGuard(this IApplicationBuilder app) => app.Use((HttpContext context, RequestDelegate next) =>
        HasDotSegment(context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "")
            ? Problem.BadRequest.ToResult("The path has a segment '.' or '..'. Those are resolved on the way and mean another address; what is called that cannot be named in a path.").ExecuteAsync(context)
            : next(context));

    internal static bool HasDotSegment(ReadOnlySpan<char> target)
    {
        var query = target.IndexOf('?');
        var path = query < 0 ? target : target[..query];
        if (path.IndexOf("/.", StringComparison.Ordinal) < 0 && path.IndexOf("/%2e", StringComparison.OrdinalIgnoreCase) < 0)
        {
            return false;
        }

        foreach (var segment in path.Split('/'))
        {
            if (IsDots(path[segment]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDots(ReadOnlySpan<char> segment)
    {
        var dots = 0;
        while (segment.Length > 0)
        {
            var length = segment[0] == '.' ? 1 : segment.StartsWith("%2e", StringComparison.OrdinalIgnoreCase) ? 3 : 0;
            if (length == 0)
            {
                return false;
            }

            dots++;
            segment = segment[length..];
        }

        return dots is 1 or 2;
    }
}
