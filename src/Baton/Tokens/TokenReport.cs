using System.Globalization;
using System.Text.Json.Nodes;
using Baton.Accounts;
using Baton.Contracts.Json;
using Baton.Terminals;
using Spectre.Console;

namespace Baton.Tokens;

/// <summary>What <c>baton tokens</c> prints.</summary>
internal static class TokenReport
{
    /// <summary>The secret alone goes to standard output, so that a script can take it.</summary>
    public static void Made(NewToken made, Terminal terminal)
    {
        if (terminal.Json)
        {
            var node = Node(made.Token);
            node["secret"] = made.Secret;
            terminal.JsonText(node.ToJsonString());
            return;
        }

        terminal.Line(Markup.Escape(made.Secret));
        terminal.ErrorText($"{made.Token.Id} for account {made.Token.Account} as {made.Token.Role.ToText()}, {Until(made.Token)}. It is shown this once; only its hash is kept.");
    }

    public static void List(IReadOnlyList<TokenRecord> tokens, Terminal terminal)
    {
        if (terminal.Json)
        {
            terminal.JsonText(new JsonArray([.. tokens.Select(Node)]).ToJsonString());
        }
        else if (tokens.Count == 0)
        {
            terminal.Line("no tokens");
        }
        else
        {
            terminal.Table(["ID", "ACCOUNT", "ROLE", "NAME", "CREATED", "STATE"], [.. tokens.Select(Row)]);
        }
    }

    public static void Revoked(string tokenId, Terminal terminal)
    {
        if (terminal.Json)
        {
            terminal.JsonText(new JsonObject { ["id"] = tokenId, ["revoked"] = true }.ToJsonString());
        }

        terminal.Line($"{Markup.Escape(tokenId)} revoked");
    }

    private static IReadOnlyList<string> Row(TokenRecord token) =>
    [
        Markup.Escape(token.Id),
        Markup.Escape(token.Account.Value),
        token.Role.ToText(),
        Markup.Escape(token.Name),
        Day(token.CreatedAt),
        token.RevokedAt is { } revoked ? $"[red]revoked {Day(revoked)}[/]" : Until(token),
    ];

    private static JsonObject Node(TokenRecord token) => new()
    {
        ["id"] = token.Id,
        ["account"] = token.Account.Value,
        ["role"] = token.Role.ToText(),
        ["name"] = token.Name,
        ["createdAt"] = UtcDateTimeConverter.Format(token.CreatedAt),
        ["expiresAt"] = token.ExpiresAt is { } expires ? UtcDateTimeConverter.Format(expires) : null,
        ["revokedAt"] = token.RevokedAt is { } revoked ? UtcDateTimeConverter.Format(revoked) : null,
    };

    private static string Until(TokenRecord token) => token.ExpiresAt is { } expires ? $"expires {Day(expires)}" : "lasts for ever";

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
