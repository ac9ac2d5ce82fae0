using Baton.Contracts.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Baton.OpenApi;

/// <summary>The OpenAPI document, made from the mapped operations, and the page to browse it by.</summary>
internal static class ApiDescription
{
    /// <summary>Everything; and the part that callers of workflows use, under the name that generators of clients know.</summary>
    public const string Whole = "v2";
    public const string Consumers = "v2-consumers";

    private const string ConsumerPrefix = "v2/consumer/";

    public static IServiceCollection AddApiDescription(this IServiceCollection services)
    {
        services.AddOpenApi(Whole, Configure);
        services.AddOpenApi(Consumers, options =>
        {
            Configure(options);
            options.ShouldInclude = description => description.RelativePath?.StartsWith(ConsumerPrefix, StringComparison.Ordinal) == true;
        });
        return services;
    }

    public static void MapApiDescription(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        routes.MapReferencePage();
    }

    private static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer(Describe);
        options.AddDocumentTransformer<CatalogueDescription>();
        options.AddOperationTransformer<OperationDescription>();
        options.AddSchemaTransformer(DescribeMediaSource);
    }

    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Baton",
            Version = "v2",
            Description = "Submit workflows of media steps, wait for or watch them, and read their results behind signed URLs.",
        };
        // Where this server is reached is known to whoever reads the document from it.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [OperationDescription.Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token made by the operator of the server." },
        };
        return Task.CompletedTask;
    }

    private static Task DescribeMediaSource(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonPropertyInfo?.AttributeProvider?.IsDefined(typeof(MediaSourceAttribute), inherit: false) == true)
        {
            schema.Format = "media-source";
            schema.Description ??= "The URL of an own blob, an https URL, a data URL or Base64.";
        }

        return Task.CompletedTask;
    }
}
