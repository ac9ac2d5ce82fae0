using System.CommandLine;
using System.Text.Json;
using Baton.Client;
using Baton.Contracts.Json;
using Baton.Storage;
using Baton.Terminals;

namespace Baton.Commands;

/// <summary>Runs what a command does and turns everything that goes wrong into words and an exit code: no stack trace reaches the user.</summary>
internal static class CommandAction
{
    /// <summary>For scripts: JSON on standard output, problems as JSON on standard error.</summary>
    public static readonly Option<bool> Json = new("--json") { Description = "Print JSON instead of text" };

    public static void Does(this Command command, Func<ParseResult, Terminal, CancellationToken, Task<int>> action) =>
        command.SetAction(async (parse, cancellationToken) =>
        {
            var terminal = Terminal.Open(parse.GetValue(Json));
            try
            {
                return await action(parse, terminal, cancellationToken);
            }
#pragma warning disable CA1031 // This is the outermost frame: what is caught here is shown and decides the exit code.
            catch (Exception e)
#pragma warning restore CA1031
            {
                return Explain(e, terminal, cancellationToken);
            }
        });

    private static int Explain(Exception exception, Terminal terminal, CancellationToken cancellationToken)
    {
        switch (exception)
        {
            case BatonProblemException problem when terminal.Json:
                terminal.ErrorText(JsonSerializer.Serialize(problem.Problem, BatonJson.Default.ProblemDetails));
                return CodeOf(problem);
            case BatonProblemException problem:
                terminal.Error(ProblemText.Lines(problem.Problem));
                return CodeOf(problem);
            case RefusedException:
                terminal.Error([exception.Message]);
                return ExitCode.Refused;
            case DataDirectoryInUseException or StoreUnavailableException:
                terminal.Error([exception.Message]);
                return ExitCode.Failed;
            case OperationCanceledException when cancellationToken.IsCancellationRequested:
                terminal.Error(["interrupted"]);
                return ExitCode.Interrupted;
            case HttpRequestException or TimeoutException:
                terminal.Error(Unreachable.Lines(exception));
                return ExitCode.Unreachable;
            case IOException or UnauthorizedAccessException:
                terminal.Error([exception.Message]);
                return ExitCode.Failed;
            default:
                terminal.Error([$"unexpected {exception.GetType().Name}: {exception.Message}"]);
                return ExitCode.Failed;
        }
    }

    private static int CodeOf(BatonProblemException problem) => (int)problem.Status >= 500 ? ExitCode.Unreachable : ExitCode.Refused;
}
