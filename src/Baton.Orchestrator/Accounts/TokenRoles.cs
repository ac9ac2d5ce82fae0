using Microsoft.AspNetCore.Authorization;

namespace Baton.Accounts;

/// <summary>How roles are written, and which operations they open.</summary>
internal static class TokenRoles
{
    /// <summary>The policy of what workers do.</summary>
    public const string WorkerPolicy = "worker";

    /// <summary>The policy of what operators look at.</summary>
    public const string OperatorPolicy = "operator";

    public static string ToText(this TokenRole role) => role switch
    {
        TokenRole.Caller => "caller",
        TokenRole.Worker => "worker",
        TokenRole.Operator => "operator",
    };

    public static bool TryParse(string text, out TokenRole role)
    {
        foreach (var known in Enum.GetValues<TokenRole>())
        {
            if (known.ToText() == text)
            {
                role = known;
                return true;
            }
        }

        role = default;
        return false;
    }

    public static TokenRole Parse(string text) => TryParse(text, out var role) ? role : throw new FormatException($"'{text}' is not a token's role.");

    /// <summary>What names no policy is the callers'.</summary>
    public static AuthorizationBuilder AddTokenRoles(this AuthorizationBuilder builder) => builder
        .SetDefaultPolicy(Only(TokenRole.Caller, TokenRole.Operator))
        .AddPolicy(WorkerPolicy, Only(TokenRole.Worker))
        .AddPolicy(OperatorPolicy, Only(TokenRole.Operator));

    private static AuthorizationPolicy Only(params TokenRole[] roles) =>
        new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireClaim(Caller.RoleClaim, roles.Select(ToText)).Build();
}
