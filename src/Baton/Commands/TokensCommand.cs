using System.CommandLine;
using System.CommandLine.Parsing;
using Baton.Accounts;
using Baton.Connections;
using Baton.Storage;
using Baton.Storage.Sqlite;
using Baton.Terminals;
using Baton.Tokens;
using Microsoft.Extensions.Options;

namespace Baton.Commands;

/// <summary><c>baton tokens create|list|revoke</c>: bearer tokens, on the data directory itself, so that it works when nobody can get in.</summary>
internal static class TokensCommand
{
    public static Command Create() => new("tokens", "Make, list and revoke bearer tokens, on the data directory itself")
    {
        CreateToken(),
        ListTokens(),
        RevokeToken(),
    };

    private static Command CreateToken()
    {
        var name = new Option<string>("--name") { Description = "What it is for, to tell it from others", HelpName = "NAME", DefaultValueFactory = _ => "unnamed" };
        var account = new Option<string>("--account")
        {
            Description = "Whose workflows and blobs it opens",
            HelpName = "ACCOUNT",
            DefaultValueFactory = _ => "default",
        };
        var role = new Option<TokenRole>("--role")
        {
            Description = "What it opens: caller (workflows and blobs), worker (taking and reporting jobs) or operator (caller, and the view of providers)",
            HelpName = "ROLE",
            DefaultValueFactory = _ => TokenRole.Caller,
            CustomParser = ReadRole,
        };
        var lifetime = new Option<TimeSpan?>("--expires") { Description = "How long it lasts, such as 90d or 12h; for ever when absent", HelpName = "TIME", CustomParser = Lifetime.Read };
        account.Validators.Add(result => Require(AccountName.IsValid(result.GetValue(account)), result, "An account is 1 to 64 of a-z, A-Z, 0-9, '_' and '-'."));

        return OnTokens(new Command("create", "Make a token and print it, this once") { name, account, role, lifetime }, async (parse, tokens, terminal, cancellationToken) =>
        {
            var made = await tokens.Create(
                new AccountId(parse.GetRequiredValue(account)), parse.GetValue(role), parse.GetRequiredValue(name), parse.GetValue(lifetime), cancellationToken);
            TokenReport.Made(made, terminal);
            return ExitCode.Done;
        });
    }

    private static Command ListTokens() =>
        OnTokens(new Command("list", "List tokens; their secrets are not kept"), async (_, tokens, terminal, cancellationToken) =>
        {
            TokenReport.List(await tokens.List(cancellationToken), terminal);
            return ExitCode.Done;
        });

    private static Command RevokeToken()
    {
        var id = new Argument<string>("ID") { Description = "The token's id, tok_…" };

        return OnTokens(new Command("revoke", "End a token now") { id }, async (parse, tokens, terminal, cancellationToken) =>
        {
            var tokenId = parse.GetRequiredValue(id);
            if (!await tokens.Revoke(tokenId, cancellationToken))
            {
                throw new RefusedException($"there is no token {tokenId}; `baton tokens list` shows which there are");
            }

            TokenReport.Revoked(tokenId, terminal);
            return ExitCode.Done;
        });
    }

    private static Command OnTokens(Command command, Func<ParseResult, ITokens, Terminal, CancellationToken, Task<int>> action)
    {
        var data = new DataOption();
        data.AddTo(command);
        command.Add(CommandAction.Json);
        command.Does(async (parse, terminal, cancellationToken) =>
        {
            await using var services = new ServiceCollection()
                .AddLogging()
                .AddSingleton<IConfiguration>(data.Configure(parse))
                .AddSqliteStorage(asServer: false)
                .BuildServiceProvider();
            RequireStore(services.GetRequiredService<IOptions<StorageOptions>>().Value.Directory);

            return await action(parse, services.GetRequiredService<ITokens>(), terminal, cancellationToken);
        });

        return command;
    }

    // Opening would make the store, and a mistyped path would then look like a server without tokens. An empty directory is one that is being set up.
    private static void RequireStore(string directory)
    {
        if (!Directory.Exists(directory) || (!File.Exists(Path.Combine(directory, SqliteDatabase.FileName)) && Directory.EnumerateFileSystemEntries(directory).Any()))
        {
            throw new RefusedException($"there is no data directory {Path.GetFullPath(directory)}; give it by --data, or start `baton serve` once to make it");
        }
    }

    private static TokenRole ReadRole(ArgumentResult result)
    {
        if (TokenRoles.TryParse(result.Tokens[0].Value, out var role))
        {
            return role;
        }

        result.AddError($"'{result.Tokens[0].Value}' is not a role: write caller, worker or operator.");
        return default;
    }

    private static void Require(bool condition, SymbolResult result, string message)
    {
        if (!condition)
        {
            result.AddError(message);
        }
    }
}
