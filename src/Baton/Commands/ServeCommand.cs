using System.CommandLine;
using System.Net;
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
        var sandbox = new Option<bool>("--sandbox") { Description = "Bring up stand-ins for every engine, which make marked media and cost nothing" };
        var data = new DataOption();
        var command = new Command("serve", "Run the server") { urls, sandbox };
        data.AddTo(command);
        command.Does((parse, terminal, cancellationToken) =>
        {
            var settings = new ServeSettings { Urls = parse.GetRequiredValue(urls), DataDirectory = data.DirectoryOf(parse), Sandbox = parse.GetValue(sandbox) };
            return Serve(settings, terminal, cancellationToken);
        });

        return command;
    }

    private static async Task<int> Serve(ServeSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        RequireAddresses(settings.Urls);
        await using var app = ConfigurationCheck.Run(() => BatonServer.Build(settings), server => server.Services);

        // Before the server listens: whoever sees it listen can read the token.
        var firstToken = await app.Services.GetRequiredService<FirstToken>().MakeIfNone(cancellationToken);
        await app.StartAsync(cancellationToken);
        ServeBanner.Show(app, firstToken, terminal);
        await app.WaitForShutdownAsync(cancellationToken);

        return ExitCode.Done;
    }

    // The most common reasons not to start, and found out late by the server itself, with pages of log.
    private static void RequireAddresses(string urls)
    {
        foreach (var text in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            RequireHttp(text);

            // Addresses that are no plain URL, such as http://*:80, are left to the server.
            if (Uri.TryCreate(text, UriKind.Absolute, out var url) && PortFinding.Look(url) is { Kind: not FindingKind.Fine } taken)
            {
                throw new RefusedException(taken.Words);
            }
        }
    }

    private static void RequireHttp(string text)
    {
        if (text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedException($"'{text}': Baton speaks plain http; for https put a reverse proxy in front of it and set Blobs__PublicUrl");
        }

        if (!IsAddress(text))
        {
            throw new RefusedException($"'{text}' is not an address to listen on; one looks like {ServerUrl.Default}");
        }
    }

    private static bool IsAddress(string text)
    {
        try
        {
            return BindingAddress.Parse(text).Port <= IPEndPoint.MaxPort;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
