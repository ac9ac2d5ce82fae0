using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Terminals;
using Baton.WorkerChecks;
using Spectre.Console;

namespace Baton.Commands;

/// <summary><c>baton worker-check</c>: whether a worker keeps to the protocol, also when things go wrong.</summary>
internal static class WorkerCheckCommand
{
    private static readonly Dictionary<string, string> SampleInputs = new()
    {
        ["echo"] = """{ "message": "Is anybody there?" }""",
        ["textToSpeech"] = """{ "text": "Is anybody there?" }""",
    };

    public static Command Create()
    {
        var type = new Option<string>("--type") { Description = "The step type whose jobs the worker is given", HelpName = "TYPE", Required = true };
        var input = new Option<string?>("--input") { Description = "A file with the input of those jobs; a sample when absent, where there is one", HelpName = "FILE" };
        var only = new Option<string[]>("--only")
        {
            Description = $"Carry only these checks out: {string.Join(", ", WorkerCheck.All.Select(check => check.Name))}",
            HelpName = "CHECK",
            AllowMultipleArgumentsPerToken = true,
        };
        var lease = Seconds("--lease", "How long a claim lasts, in seconds; longer than a job hides what happens to long ones", 5);
        var patience = Seconds("--patience", "How long the worker may take for whatever is expected, in seconds", 60);
        var urls = new Option<string>("--urls") { Description = "Where the server of the checks listens, a free port of this machine when absent", HelpName = "URL", DefaultValueFactory = _ => "http://127.0.0.1:0" };
        var worker = new Argument<string[]>("COMMAND") { Description = "What starts the worker, after --; BATON_URL and BATON_TOKEN are set for it. Without it, start one by hand with what is printed" };
        only.AcceptOnlyFromAmong([.. WorkerCheck.All.Select(check => check.Name)]);

        var command = new Command("worker-check", "Check that a worker keeps to the protocol, also when things go wrong") { type, input, only, lease, patience, urls, worker };
        command.Add(CommandAction.Json);
        command.Does(async (parse, terminal, cancellationToken) =>
        {
            var plan = new CheckPlan
            {
                Type = parse.GetRequiredValue(type),
                Input = InputOf(parse.GetRequiredValue(type), parse.GetValue(input)),
                Command = parse.GetValue(worker) ?? [],
                Urls = parse.GetRequiredValue(urls),
                Lease = TimeSpan.FromSeconds(parse.GetValue(lease)),
                Patience = TimeSpan.FromSeconds(parse.GetValue(patience)),
                Only = (parse.GetValue(only) ?? []).ToHashSet(StringComparer.Ordinal),
                Ready = (url, token) => terminal.ErrorText($"Start the worker with BATON_URL={url.GetLeftPart(UriPartial.Authority)} BATON_TOKEN={token}"),
            };
            var results = await WorkerCheck.Run(plan, TimeProvider.System, result => Show(result, terminal), cancellationToken);
            Sum(results, terminal);
            return results.Any(result => result.Verdict == CheckVerdict.Failed) ? ExitCode.Failed : ExitCode.Done;
        });

        return command;
    }

    private static Option<double> Seconds(string name, string description, double seconds)
    {
        var option = new Option<double>(name) { Description = $"{description}; {seconds.ToString(CultureInfo.InvariantCulture)} when absent", HelpName = "SECONDS", DefaultValueFactory = _ => seconds };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 1 and <= 3600))
            {
                result.AddError($"{name} is a number of seconds from 1 to 3600.");
            }
        });
        return option;
    }

    private static JsonElement InputOf(string type, string? file)
    {
        var text = file is not null
            ? File.ReadAllText(file)
            : SampleInputs.GetValueOrDefault(type) ?? throw new RefusedException($"there is no sample of an input of {type}: give one with --input FILE");
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException e)
        {
            throw new RefusedException($"{file} is not JSON: {e.Message}");
        }
    }

    private static void Show(CheckResult result, Terminal terminal) =>
        terminal.Line($"{Mark(result.Verdict)}{new string(' ', 10 - Name(result.Verdict).Length)}{result.Name,-12}{Markup.Escape(result.Words)}");

    private static void Sum(IReadOnlyList<CheckResult> results, Terminal terminal)
    {
        if (terminal.Json)
        {
            terminal.JsonText(new JsonArray([.. results.Select(Node)]).ToJsonString());
            return;
        }

        terminal.Line();
        terminal.Line($"{Count(CheckVerdict.Passed)} passed, {Count(CheckVerdict.Failed)} failed, {Count(CheckVerdict.Skipped)} could not be seen");

        int Count(CheckVerdict verdict) => results.Count(result => result.Verdict == verdict);
    }

    private static JsonObject Node(CheckResult result) => new()
    {
        ["check"] = result.Name,
        ["verdict"] = Name(result.Verdict),
        ["words"] = result.Words,
    };

    private static string Mark(CheckVerdict verdict) => verdict switch
    {
        CheckVerdict.Passed => "[green]passed[/]",
        CheckVerdict.Failed => "[red]failed[/]",
        CheckVerdict.Skipped => "[yellow]skipped[/]",
    };

    private static string Name(CheckVerdict verdict) => verdict switch
    {
        CheckVerdict.Passed => "passed",
        CheckVerdict.Failed => "failed",
        CheckVerdict.Skipped => "skipped",
    };
}
