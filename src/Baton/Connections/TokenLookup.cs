using Baton.Commands;

namespace Baton.Connections;

/// <summary>Finds the bearer token: the option, then the environment, then the file a local server wrote on its first start.</summary>
internal static class TokenLookup
{
    public static string Find(string? option, string? environment, Uri server, string directory)
    {
        var firstToken = Path.Combine(directory, "data", "first-token");

        var token = Given(option)
            ?? Given(environment)
            ?? (server.IsLoopback && File.Exists(firstToken) ? Given(File.ReadAllText(firstToken)) : null)
            ?? throw new RefusedException(Missing(server));

        // Anything else cannot stand in a header, and is most often a file that was pasted with more than the token in it.
        return token.All(letter => letter is > ' ' and < '\x7f') ? token : throw new RefusedException("the token holds characters that no token has");
    }

    private static string? Given(string? text) => text?.Trim() is { Length: > 0 } token ? token : null;

    // The first-token file opens the server on this machine only; sending it to another would give it away.
    private static string Missing(Uri server) => server.IsLoopback
        ? "no token: give --token, set BATON_TOKEN, or run this where `baton serve` wrote data/first-token"
        : $"no token for {server.Host}: give --token or set BATON_TOKEN";
}
