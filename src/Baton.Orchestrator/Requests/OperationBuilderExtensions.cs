using Baton.Contracts.Workflows;
using Baton.Problems;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using ProblemDetails = Baton.Contracts.Problems.ProblemDetails;

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

    /// <summary>
    /// What this operation may refuse a request with, besides what follows from what it takes and from what can meet every request. Said last, since it looks at what
    /// was said before.
    /// </summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder builder, params Problem[] own)
    {
        builder.Finally(endpoint =>
        {
            if (GivenBy(endpoint.Metadata) is { Length: > 0 } given)
            {
                endpoint.Metadata.Add(new GivenTypes(given));
            }

            Problem[] all = [.. own.Concat(Implied(endpoint.Metadata)).Distinct().OrderBy(problem => problem.Status)];
            endpoint.Metadata.Add(new Refusals(all));
            foreach (var status in all.Select(problem => problem.Status).Distinct())
            {
                endpoint.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(ProblemDetails), ["application/problem+json"]));
            }
        });
        return builder;
    }

    private static string[] GivenBy(IList<object> metadata) =>
        [.. metadata.OfType<IProducesResponseTypeMetadata>().Where(produced => produced.StatusCode is >= 200 and < 300).SelectMany(produced => produced.ContentTypes).Distinct()];

    private static IEnumerable<Problem> Implied(IList<object> metadata)
    {
        var needsToken = metadata.OfType<IAuthorizeData>().Any() && !metadata.OfType<IAllowAnonymous>().Any();
        var takesBody = metadata.OfType<IAcceptsMetadata>().Any();
        var takesQuery = metadata.OfType<TakenQuery>().Any();
        return
        [
            Problem.BadRequest, Problem.TooManyRequests, Problem.Internal, Problem.StoreUnavailable,
            .. (Problem[])(needsToken ? [Problem.Unauthorized, Problem.Forbidden] : []),
            .. (Problem[])(metadata.OfType<GivenTypes>().Any() ? [Problem.NotAcceptable] : []),
            .. (Problem[])(takesBody ? [Problem.MalformedJson, Problem.BodyTooLarge, Problem.UnsupportedMediaType] : []),
            .. (Problem[])(takesBody || takesQuery ? [Problem.Validation] : []),
        ];
    }
}

internal sealed record TakenQuery(IReadOnlyList<QueryParameter> Parameters);

internal sealed record TakenHeader(string Name, string Description);

/// <summary>All that an operation may refuse a request with, by rising status.</summary>
internal sealed record Refusals(IReadOnlyList<Problem> Problems);
