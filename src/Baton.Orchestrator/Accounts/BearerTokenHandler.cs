using System.Security.Claims;
using System.Text.Encodings.Web;
using Baton.Contracts.Json;
using Baton.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Baton.Accounts;

/// <summary>Says whose request this is by its bearer token, and tells those who are turned away what is wrong with theirs.</summary>
internal sealed class BearerTokenHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ITokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Bearer";

    private const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (header is [])
        {
            return AuthenticateResult.NoResult();
        }

        if (header is not [{ } value] || !TryReadSecret(value, out var secret))
        {
            return AuthenticateResult.Fail("The Authorization header is malformed; 'Bearer' and one token are expected.");
        }

        return await tokens.Check(secret, Context.RequestAborted) switch
        {
            TokenVerdict.Valid valid => AuthenticateResult.Success(new AuthenticationTicket(Principal(valid.Token), Name)),
            TokenVerdict.Expired expired => AuthenticateResult.Fail($"The token expired at {UtcDateTimeConverter.Format(expired.At)}; get a new one."),
            TokenVerdict.Revoked revoked => AuthenticateResult.Fail($"The token was revoked at {UtcDateTimeConverter.Format(revoked.At)}; get a new one."),
            _ => AuthenticateResult.Fail("The token is not known here."),
        };
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var failure = (await HandleAuthenticateOnceSafeAsync()).Failure;

        // RFC 6750: no error code for those who showed no token at all.
        Response.Headers.WWWAuthenticate = failure is null ? Name : Challenge("invalid_token", failure.Message);
        await Problem.Unauthorized.ToResult(failure?.Message ?? "The request has no bearer token: send the header 'Authorization: Bearer <token>'.").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var detail = $"This is a {Context.User.FindFirst(Caller.RoleClaim)?.Value} token, and the operation is for others; 'baton tokens create --role ROLE' makes one.";
        Response.Headers.WWWAuthenticate = Challenge("insufficient_scope", detail);
        return Problem.Forbidden.ToResult(detail).ExecuteAsync(Context);
    }

    /// <summary>By RFC 6750, section 3. The description is one of ours, so it holds no quotation mark that would end it.</summary>
    private static string Challenge(string error, string description) => $"{Name} error=\"{error}\", error_description=\"{description}\"";

    private static bool TryReadSecret(string header, out string secret)
    {
        secret = header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? header[Prefix.Length..].Trim() : "";
        return secret.Length > 0 && secret.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~' or '+' or '/' or '=');
    }

    private static ClaimsPrincipal Principal(TokenRecord token) => new(new ClaimsIdentity(
        [new Claim(Caller.AccountClaim, token.Account.Value), new Claim(Caller.RoleClaim, token.Role.ToText())], Name));
}
