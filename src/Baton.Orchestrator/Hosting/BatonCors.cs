using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Baton.Hosting;

/// <summary>Browsers may call from any page: a token is needed all the same, and no cookies are.</summary>
internal static class BatonCors
{
    private static readonly TimeSpan PreflightMaxAge = TimeSpan.FromHours(1);

    private static readonly string[] Exposed =
    [
        "X-Civitai-Cost-Total", "X-Civitai-Cost-By-Currency", "X-Civitai-Insufficient-Buzz", "X-Workflow-Id", "X-Nsfw-Level", "X-Request-Id", "traceresponse",
        "Location", "Link", "Retry-After", "RateLimit", "RateLimit-Policy", "WWW-Authenticate", "Content-Disposition", "Content-Range", "Accept-Ranges", "ETag",
    ];

    public static void Allow(CorsOptions options) => options.AddDefaultPolicy(policy => policy
        .AllowAnyOrigin()
        .AllowAnyMethod()
        .AllowAnyHeader()
        .WithExposedHeaders(Exposed)
        .SetPreflightMaxAge(PreflightMaxAge));
}
