using System.Diagnostics;

namespace Baton.Accounts;

/// <summary>Who sent a request.</summary>
internal static class Caller
{
    public const string AccountClaim = "account";
    public const string RoleClaim = "role";

    /// <summary>The account whose token the request shows; null for an anonymous one.</summary>
    public static AccountId? CallerAccountOrNull(this HttpContext context) =>
        context.User.FindFirst(AccountClaim) is { } claim ? new AccountId(claim.Value) : null;

    /// <summary>The same on an endpoint that no anonymous request reaches.</summary>
    public static AccountId CallerAccount(this HttpContext context) =>
        context.CallerAccountOrNull() ?? throw new UnreachableException("The endpoint does not ask for a token.");
}
