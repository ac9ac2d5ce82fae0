using System.CommandLine;
using Baton.Storage;

namespace Baton.Connections;

/// <summary>Which data directory a command works on: the option, then what the environment configures the server by, then ./data.</summary>
internal sealed class DataOption
{
    private const string Key = $"{StorageOptions.Section}:{nameof(StorageOptions.Directory)}";

    private readonly Option<string> _data = new("--data")
    {
        Description = "The data directory, ./data when absent",
        HelpName = "DIR",
    };

    public void AddTo(Command command) => command.Add(_data);

    public string DirectoryOf(ParseResult parse) => Configure(parse)[Key] ?? new StorageOptions().Directory;

    /// <summary>Configuration from the environment, with the option on top.</summary>
    public IConfigurationRoot Configure(ParseResult parse)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables();
        if (parse.GetValue(_data) is { } directory)
        {
            configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>(Key, directory)]);
        }

        return configuration.Build();
    }
}
