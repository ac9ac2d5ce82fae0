using Baton.Problems;

namespace Baton.Requests;

/// <summary>Refuses requests that take nothing of what the operation gives when all goes well. Problems are told in their own type, whatever was asked for.</summary>
internal static class AcceptGuard
{
    public static IApplicationBuilder UseAcceptGuard(this IApplicationBuilder app) => app.Use((HttpContext context, RequestDelegate next) =>
        context.GetEndpoint()?.Metadata.GetMetadata<GivenTypes>() is { } given && !given.MediaTypes.Any(type => AcceptedTypes.QualityOf(context.Request, type) > 0)
            ? Problem.NotAcceptable.ToResult($"This operation gives {string.Join(" or ", given.MediaTypes)}.").ExecuteAsync(context)
            : next(context));
}

/// <summary>The media types that an operation may answer with when all goes well.</summary>
internal sealed record GivenTypes(IReadOnlyList<string> MediaTypes);
