using System.CommandLine;
using System.Text.Json.Nodes;
using Baton.Client.Workers;
using Baton.Connections;
using Baton.Doctor;
using Baton.Providers;
using Baton.Providers.Adapters;
using Baton.Providers.Sandbox;
using Baton.Storage;
using Baton.Terminals;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace Baton.Commands;

/// <summary><c>baton doctor</c>: what this machine has and lacks for running a server.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var urls = new Option<string>("--urls")
        {
            Description = $"Where the server would listen, {ServerUrl.Default} when absent",
            HelpName = "URL",
            DefaultValueFactory = _ => ServerUrl.Default,
        };
        var data = new DataOption();
        var command = new Command("doctor", "Say what this machine has and lacks for running a server") { urls };
        data.AddTo(command);
        command.Add(CommandAction.Json);
        command.Does(async (parse, terminal, cancellationToken) =>
        {
            var findings = await Look(data.Configure(parse), ServerUrl.Read(parse.GetRequiredValue(urls)), cancellationToken);
            Show(findings, terminal);
            return findings.Any(finding => finding.Kind == FindingKind.Missing) ? ExitCode.Failed : ExitCode.Done;
        });

        return command;
    }

    private static async Task<IReadOnlyList<Finding>> Look(IConfigurationRoot configuration, Uri url, CancellationToken cancellationToken)
    {
        await using var services = ConfigurationCheck.Run(() => Services(configuration), built => built);
        var directory = services.GetRequiredService<IOptions<StorageOptions>>().Value.Directory;

        return
        [
            .. await ToolFindings.Look(services.GetServices<HandlerPool>(), cancellationToken),
            .. DataFindings.Look(directory),
            PortFinding.Look(url),
        ];
    }

    private static ServiceProvider Services(IConfiguration configuration) => new ServiceCollection()
        .AddLogging()
        .AddSingleton(configuration)
        .AddSingleton(TimeProvider.System)
        .AddMediaProviders()
        .AddAdapters(configuration)
        .AddSandbox(configuration)
        .Configure<StorageOptions>(configuration.GetSection(StorageOptions.Section))
        .BuildServiceProvider();

    private static void Show(IReadOnlyList<Finding> findings, Terminal terminal)
    {
        if (terminal.Json)
        {
            terminal.JsonText(new JsonArray([.. findings.Select(Node)]).ToJsonString());
            return;
        }

        foreach (var line in Terminals.Columns.Align([.. findings.Select(Row)]))
        {
            terminal.Line(line);
        }
    }

    private static IReadOnlyList<string> Row(Finding finding) => [Mark(finding.Kind), finding.Subject, Markup.Escape(finding.Words)];

    private static JsonObject Node(Finding finding) => new()
    {
        ["subject"] = finding.Subject,
        ["state"] = Name(finding.Kind),
        ["words"] = finding.Words,
    };

    private static string Mark(FindingKind kind) => kind switch
    {
        FindingKind.Fine => "[green]ok[/]",
        FindingKind.Notice => "[yellow]notice[/]",
        FindingKind.Missing => "[red]missing[/]",
    };

    private static string Name(FindingKind kind) => kind switch
    {
        FindingKind.Fine => "ok",
        FindingKind.Notice => "notice",
        FindingKind.Missing => "missing",
    };
}
