using Baton.Accounts;
using Baton.Contracts.Callbacks;
using Baton.Problems;
using Baton.Requests;

namespace Baton.Callbacks;

/// <summary>The secrets that an account's deliveries are signed with.</summary>
internal static class SigningSecretEndpoints
{
    public static void MapSigningSecrets(this IEndpointRouteBuilder callbacks)
    {
        var secrets = callbacks.MapGroup("/secrets");

        secrets.MapGet("/", List).WithName("ListCallbackSecrets").Produces<CallbackSecretList>().Refuses()
            .WithSummary("Lists the secrets that deliveries are signed with now, without showing them.");
        secrets.MapPost("/", Create).WithName("CreateCallbackSecret").Takes(CallbackParameters.RetireOthersAfter).Produces<CallbackSecret>(201).Refuses(Problem.CallbackSecretsFull)
            .WithSummary("Makes a secret that deliveries are signed with from now on, besides the others or, after a while, in their place.");
        secrets.MapGet("/{secretId}", Get).WithName("GetCallbackSecret").Produces<CallbackSecret>().Refuses(Problem.CallbackSecretNotFound)
            .WithSummary("Shows a secret.");
        secrets.MapDelete("/{secretId}", Delete).WithName("DeleteCallbackSecret").Produces(204).Refuses(Problem.CallbackSecretNotFound)
            .WithSummary("Ends a secret now.");
    }

    private static async Task<IResult> List(HttpContext context, SigningSecrets secrets)
    {
        var listed = await secrets.List(context.CallerAccount(), context.RequestAborted);
        return TypedResults.Ok(new CallbackSecretList([.. listed.Select(secret => Show(secret) with { Secret = null })]));
    }

    private static async Task<IResult> Create(HttpContext context, SigningSecrets secrets)
    {
        var reader = new QueryReader(context.Request);
        var retireAfter = reader.Read(CallbackParameters.RetireOthersAfter);
        if (reader.Problem is { } problem)
        {
            return problem;
        }

        return await secrets.Create(context.CallerAccount(), retireAfter > TimeSpan.Zero ? retireAfter : null) is { } made
            ? TypedResults.Created($"/v2/consumer/callbacks/secrets/{made.Id}", Show(made))
            : Problem.CallbackSecretsFull.ToResult($"There are {SigningSecrets.ActiveMax} already. Delete one that is no longer used.");
    }

    private static async Task<IResult> Get(string secretId, HttpContext context, SigningSecrets secrets)
    {
        var listed = await secrets.List(context.CallerAccount(), context.RequestAborted);
        return listed.FirstOrDefault(secret => secret.Id == secretId) is { } found ? TypedResults.Ok(Show(found)) : NotFound(secretId);
    }

    private static async Task<IResult> Delete(string secretId, HttpContext context, SigningSecrets secrets) =>
        await secrets.Delete(context.CallerAccount(), secretId) ? TypedResults.NoContent() : NotFound(secretId);

    private static CallbackSecret Show(SigningSecret secret) => new()
    {
        Id = secret.Id,
        CreatedAt = secret.CreatedAt,
        ExpiresAt = secret.ExpiresAt,
        Secret = secret.ToText(),
    };

    private static ProblemResult NotFound(string secretId) => Problem.CallbackSecretNotFound.ToResult($"This account has no secret '{secretId}' that deliveries are signed with.");
}
