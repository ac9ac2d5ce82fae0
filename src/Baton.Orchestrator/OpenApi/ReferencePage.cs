using Scalar.AspNetCore;

namespace Baton.OpenApi;

/// <summary>The page to browse the API by. All it needs comes from this server, so that it works without a network.</summary>
internal static class ReferencePage
{
    public static void MapReferencePage(this IEndpointRouteBuilder routes) => routes
        .MapScalarApiReference("/reference", options => options
            .WithTitle("Baton API")
            .WithOpenApiRoutePattern("/openapi/{documentName}.json")
            .AddDocument(ApiDescription.Whole)
            .DisableDefaultFonts()
            .DisableTelemetry())
        .AllowAnonymous();
}
