using Scalar.AspNetCore;

namespace Baton.OpenApi;

/// <summary>The page to browse the API by. All it needs comes from this server, so that it works without a network.</summary>
internal static class ReferencePage
{
    // The browser holds the page to that: its scripts come from the package, and nothing is asked of anybody else.
    private const string OwnOnly = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; frame-ancestors 'none'";

    public static void MapReferencePage(this IEndpointRouteBuilder routes) => routes
        .MapScalarApiReference("/reference", options => options
            .WithTitle("Baton API")
            .WithOpenApiRoutePattern("/openapi/{documentName}.json")
            .AddDocument(ApiDescription.Whole)
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideClientButton()
            .HideDeveloperTools())
        .AllowAnonymous()
        .AddEndpointFilter((context, next) =>
        {
            context.HttpContext.Response.Headers.ContentSecurityPolicy = OwnOnly;
            return next(context);
        });
}
