using Baton.Accounts;
using Baton.Providers;
using Baton.Storage.Sqlite;
using Baton.Terminals;
using Spectre.Console;

namespace Baton.Serving;

/// <summary>What a server says when it is up: where it listens, how to get in, and what it can do.</summary>
internal static class ServeBanner
{
    public static void Show(WebApplication app, NewToken? firstToken, Terminal terminal)
    {
        var directory = app.Services.GetRequiredService<SqliteDatabase>().Directory;
        var rows = app.Urls.Select(url => Row("listening on", url))
            .Append(Row("reference", $"{app.Urls.First()}/reference"))
            .Append(Row("data", directory))
            .Concat(Token(firstToken, directory))
            .Concat(app.Services.GetRequiredService<ProviderDirectory>().Pools.Where(pool => pool.Tool.Version is not null || !pool.Tool.Present).Select(Provider));

        foreach (var line in Terminals.Columns.Align([.. rows]))
        {
            terminal.Line(line);
        }
    }

    private static IEnumerable<IReadOnlyList<string>> Token(NewToken? token, string directory)
    {
        if (token is not null)
        {
            yield return Row("token", token.Secret);
            yield return Row("", $"the first one, shown this once; it is also in {Path.Combine(directory, FirstToken.FileName)}");
        }
    }

    private static IReadOnlyList<string> Provider(CheckedPool pool) => pool.Tool.Present
        ? Row(pool.Pool.Name, pool.Tool.Version ?? "")
        : [$"[red]{Markup.Escape(pool.Pool.Name)}[/]", $"[red]{Markup.Escape(pool.Tool.Words)}[/]"];

    private static IReadOnlyList<string> Row(string name, string value) => [$"[grey]{Markup.Escape(name)}[/]", Markup.Escape(value)];
}
