using System.CommandLine;
using Baton.Client;
using Baton.Client.Retries;
using Baton.Commands;

namespace Baton.Connections;

/// <summary>Which server a command talks to, and as whom.</summary>
internal sealed class ConnectionOptions
{
    private readonly Option<string> _url = new("--url")
    {
        Description = $"The server's address; BATON_URL when absent, else {ServerUrl.Default}",
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
        var server = ServerUrl.Read(parse.GetValue(_url) ?? Environment.GetEnvironmentVariable("BATON_URL") ?? ServerUrl.Default);
        var token = TokenLookup.Find(
            parse.GetValue(_token), Environment.GetEnvironmentVariable("BATON_TOKEN"), server, Environment.CurrentDirectory);

        return BatonClient.Connect(server, token, RetryOptions.None);
    }
}
