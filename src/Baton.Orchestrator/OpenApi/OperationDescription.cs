using System.Globalization;
using System.Text.Json.Nodes;
using Baton.Problems;
using Baton.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Baton.OpenApi;

/// <summary>Adds to an operation what it says of itself in metadata: query parameters, headers, and whether it asks for a token.</summary>
internal sealed class OperationDescription : IOpenApiOperationTransformer
{
    public const string Scheme = "bearer";

    /// <summary>The codes that an answer of this status may carry.</summary>
    private const string Codes = "x-problem-codes";

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters ??= [];
        foreach (var parameter in metadata.OfType<TakenQuery>().SelectMany(q => q.Parameters))
        {
            operation.Parameters.Add(Describe(parameter));
        }

        foreach (var header in metadata.OfType<TakenHeader>())
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = header.Name,
                In = ParameterLocation.Header,
                Description = header.Description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        // The schema is that of the JSON; other types are bytes.
        foreach (var (type, content) in operation.Responses!.Values.SelectMany(response => response.Content ?? new Dictionary<string, OpenApiMediaType>()))
        {
            if (!type.EndsWith("json", StringComparison.Ordinal))
            {
                content.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
            }
        }

        foreach (var refused in metadata.OfType<Refusals>().SelectMany(refusals => refusals.Problems).GroupBy(problem => problem.Status))
        {
            Describe((OpenApiResponse)operation.Responses![refused.Key.ToString(CultureInfo.InvariantCulture)], [.. refused]);
        }

        if (metadata.OfType<IAuthorizeData>().Any() && !metadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        }

        return Task.CompletedTask;
    }

    private static void Describe(OpenApiResponse response, Problem[] problems)
    {
        response.Description = string.Join(' ', problems.Select(problem => $"`{problem.Code}`: {problem.Title}"));
        response.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        response.Extensions[Codes] = new JsonNodeExtension(new JsonArray([.. problems.Select(problem => JsonValue.Create(problem.Code))]));
        var names = problems[0].Status switch
        {
            StatusCodes.Status401Unauthorized => ["WWW-Authenticate"],
            StatusCodes.Status429TooManyRequests => ["Retry-After", "RateLimit-Policy", "RateLimit"],
            StatusCodes.Status503ServiceUnavailable => ["Retry-After"],
            _ => (string[])[],
        };
        if (names.Length > 0)
        {
            response.Headers = names.ToDictionary(name => name, IOpenApiHeader (_) => new OpenApiHeader { Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
        }
    }

    private static OpenApiParameter Describe(QueryParameter parameter) => new()
    {
        Name = parameter.Name,
        In = ParameterLocation.Query,
        Description = parameter.Description,
        Schema = SchemaOf(parameter),
    };

    private static OpenApiSchema SchemaOf(QueryParameter parameter) => parameter.Shape switch
    {
        QueryShape.Boolean => new OpenApiSchema { Type = JsonSchemaType.Boolean, Default = parameter.DefaultText is { } otherwise ? JsonNode.Parse(otherwise) : null },
        QueryShape.Integer => new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Format = "int32",
            Minimum = parameter.Minimum?.ToString(CultureInfo.InvariantCulture),
            Maximum = parameter.Maximum?.ToString(CultureInfo.InvariantCulture),
            Default = JsonNode.Parse(parameter.DefaultText!),
        },
        QueryShape.Text => new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Enum = parameter.Values is { } values ? [.. values.Select(v => JsonValue.Create(v))] : null,
            Default = parameter.DefaultText is { } text ? JsonValue.Create(text) : null,
        },
        QueryShape.Texts => new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
        QueryShape.Instant => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
    };
}
