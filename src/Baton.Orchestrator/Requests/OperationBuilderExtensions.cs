using Baton.Contracts.Problems;
using Baton.Contracts.Workflows;

namespace Baton.Requests;

/// <summary>What an operation takes and answers, said where it is mapped. Requests do not pass through here; the API description is made from it.</summary>
internal static class OperationBuilderExtensions
{
    public static TBuilder Takes<TBuilder>(this TBuilder builder, params QueryParameter[] parameters)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new TakenQuery(parameters));

    public static TBuilder TakesHeader<TBuilder>(this TBuilder builder, string name, string description)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new TakenHeader(name, description));

    /// <summary>A body of this type; it is read by hand, so that what is wrong with it can be said in the caller's terms.</summary>
    public static RouteHandlerBuilder TakesJson(this RouteHandlerBuilder builder, Type type) =>
        builder.Accepts(type, "application/json", "text/json", "application/*+json");

    /// <summary>A body of operations by RFC 6902.</summary>
    public static RouteHandlerBuilder TakesPatch(this RouteHandlerBuilder builder) =>
        builder.Accepts<IReadOnlyList<JsonPatchOperation>>("application/json-patch+json");

    /// <summary>Answers each of these with a problem, besides what can meet every request: one that cannot be read, one too many, a store that is away; and a token of another role.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder builder, params ReadOnlySpan<int> statuses)
    {
        int[] everywhere = [StatusCodes.Status400BadRequest, StatusCodes.Status429TooManyRequests, StatusCodes.Status503ServiceUnavailable];
        int[] withToken = statuses.Contains(StatusCodes.Status401Unauthorized) ? [StatusCodes.Status403Forbidden] : [];
        foreach (var status in statuses.ToArray().Concat(everywhere).Concat(withToken).Distinct().Order())
        {
            builder.Produces<ProblemDetails>(status, "application/problem+json");
        }

        return builder;
    }
}

internal sealed record TakenQuery(IReadOnlyList<QueryParameter> Parameters);

internal sealed record TakenHeader(string Name, string Description);
