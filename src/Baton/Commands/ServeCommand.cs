using System.CommandLine;
using Baton.Accounts;
using Baton.Connections;
using Baton.Doctor;
using Baton.Serving;
using Baton.Terminals;

namespace Baton.Commands;

/// <summary><c>baton serve</c>: runs the server until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var urls = new Option<string>("--urls")
        {
            Description = $"Where to listen, {ServerUrl.Default} when absent; port 0 takes a free one",
            HelpName = "URL",
            DefaultValueFactory = _ => ServerUrl.Default,
        };
        var data = new DataOption();
        var command = new Command("serve", "Run the server") { urls };
        data.AddTo(command);
        command.Does((parse, terminal, cancellationToken) =>
        {
            var settings = new ServeSettings { Urls = parse.GetRequiredValue(urls), DataDirectory = data.DirectoryOf(parse) };
            return Serve(settings, terminal, cancellationToken);
        });

        return command;
    }

    private static async Task<int> Serve(ServeSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        RequireFreePort(settings.Urls);
        await using var app = BatonServer.Build(settings);

        // Before the server listens: whoever sees it listen can read the token.
        var firstToken = await app.Services.GetRequiredService<FirstToken>().MakeIfNone(cancellationToken);
        await app.StartAsync(cancellationToken);
        ServeBanner.Show(app, firstToken, terminal);
        await app.WaitForShutdownAsync(cancellationToken);

        return ExitCode.Done;
    }

    // The most common reason not to start, and found out late by itself, with pages of log. Addresses that are no plain URL, such as http://*:80, are left to the server.
    private static void RequireFreePort(string urls)
    {
        foreach (var text in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Uri.TryCreate(text, UriKind.Absolute, out var url) && PortFinding.Look(url) is { Kind: not FindingKind.Fine } taken)
            {
                throw new RefusedException(taken.Words);
            }
        }
    }
}
