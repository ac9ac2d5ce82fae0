using System.CommandLine;
using Baton.Terminals;

namespace Baton.Commands;

/// <summary>A command line that cannot be understood: what is wrong with it, and where to read how it goes.</summary>
internal static class UsageText
{
    public static int Refuse(ParseResult parse, Terminal terminal)
    {
        var help = string.Join(' ', NamesOf(parse.CommandResult.Command).Append("--help"));
        terminal.Error([.. parse.Errors.Select(error => error.Message).Distinct(), $"  See: {help}"]);
        return ExitCode.Refused;
    }

    private static IEnumerable<string> NamesOf(Command command) =>
        (command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? NamesOf(parent) : []).Append(command.Name);
}
