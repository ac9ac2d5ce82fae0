using Baton.Accounts;
using Baton.Contracts.Accounts;
using Baton.Contracts.Json;
using Baton.Live;
using Baton.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Tiers;

/// <summary>What an account may do and how much of it it does.</summary>
internal static class AccountEndpoints
{
    public static void MapAccount(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v2/consumer/account", Get).WithTags("Account").RequireAuthorization().WithName("GetAccount").Produces<AccountLimits>().Refuses()
            .WithSummary("The tier of this token's account: what it allows and how much of that is used. Beyond the published API.");

    private static JsonHttpResult<AccountLimits> Get(HttpContext context, AccountTiers tiers, AccountUsage usage, RequestRates rates, LiveStreams streams)
    {
        var account = context.CallerAccount();
        var tier = tiers.Of(account);
        var limits = new AccountLimits
        {
            Account = account.Value,
            Tier = tiers.NameOf(account),
            Recipes = tier.Recipes.Count == 0 ? null : tier.Recipes,
            MatureContent = tier.MatureContent,
            Priority = tier.Priority,
            BodyBytes = tier.BodyBytes,
            Requests = new RequestLimits { PerSecond = tier.RequestsPerSecond, Burst = tier.Burst, Left = rates.LeftFor(context) },
            ConcurrentWorkflows = new CountLimit { Max = tier.ConcurrentWorkflows, Used = usage.Unfinished(account) },
            QueuedJobs = new CountLimit { Max = tier.QueuedJobs, Used = usage.Queued(account) },
            LiveStreams = new CountLimit { Max = tier.LiveStreams, Used = streams.Open(account) },
        };
        return TypedResults.Json(limits, BatonJson.Default.AccountLimits);
    }
}
