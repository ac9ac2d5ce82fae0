using Baton.Providers.Sandbox;

namespace Baton.Serving;

/// <summary>How to start a server.</summary>
internal sealed record ServeSettings
{
    /// <summary>Where to listen, separated by semicolons. Default: http://127.0.0.1:8080.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:8080";

    /// <summary>Where everything is kept. Default: ./data.</summary>
    public string DataDirectory { get; init; } = "data";

    /// <summary>Whether jobs are run in the server itself; without, all are left to workers elsewhere. Default: true.</summary>
    public bool WithProviders { get; init; } = true;

    /// <summary>Stand-ins for every engine, which callers may tell what to do. Default: false.</summary>
    public bool Sandbox { get; init; }

    /// <summary>What an embedding program, such as a test, changes before the server is built.</summary>
    public Action<WebApplicationBuilder>? Configure { get; init; }

    /// <summary>The settings under the names that options are bound from.</summary>
    public IEnumerable<KeyValuePair<string, string?>> ToConfiguration() =>
    [
        new($"{Storage.StorageOptions.Section}:{nameof(Storage.StorageOptions.Directory)}", Path.GetFullPath(DataDirectory)),
        .. Sandbox ? SandboxServices.Everything : [],
    ];
}
