using System.CommandLine;
using Baton.Client;
using Baton.Commands;

namespace Baton.Connections;

/// <summary>Which server a command talks to, and as whom.</summary>
internal sealed class ConnectionOptions
{
    public const string DefaultUrl = "http://127.0.0.1:8080";

    private readonly Option<string> _url = new("--url")
    {
        Description = $"The server's address; BATON_URL when absent, else {DefaultUrl}",
        HelpName = "URL",
    };

    private readonly Option<string> _token = new("--token")
    {
        Description = "The bearer token; BATON_TOKEN when absent, else, for a server on this machine, ./data/first-token",
        HelpName = "TOKEN",
    };

    public void AddTo(Command command)
    {
        command.Add(_url);
        command.Add(_token);
        command.Add(CommandAction.Json);
    }

    public BatonClient Connect(ParseResult parse)
    {
        var server = ReadUrl(parse.GetValue(_url) ?? Environment.GetEnvironmentVariable("BATON_URL") ?? DefaultUrl);
        var token = TokenLookup.Find(
            parse.GetValue(_token), Environment.GetEnvironmentVariable("BATON_TOKEN"), server, Environment.CurrentDirectory);

        return BatonClient.Connect(server, token);
    }

    private static Uri ReadUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new RefusedException($"'{text}' is not the address of a server; one looks like {DefaultUrl}");
}
