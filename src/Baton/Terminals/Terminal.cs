using Spectre.Console;

namespace Baton.Terminals;

/// <summary>
/// Where a command writes. On a terminal: colors and live bars. Elsewhere: plain lines, one thing a line, nothing that moves.
/// </summary>
internal sealed class Terminal
{
    /// <summary>Lines are never broken here; a URL that is wrapped cannot be copied.</summary>
    private const int Unbroken = 10_000;

    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly IAnsiConsole _lines;
    private readonly IAnsiConsole _errors;

    private Terminal(bool json, bool interactive, TextWriter output, TextWriter error)
    {
        (_output, _error) = (output, error);
        Json = json;
        Live = Console(output, interactive);
        IsInteractive = interactive && Live.Profile.Capabilities.Ansi;
        _lines = Wide(Console(output, interactive));
        _errors = Wide(Console(error, interactive));
    }

    /// <summary>Only JSON may go to standard output.</summary>
    public bool Json { get; }

    /// <summary>Somebody is looking: bars may move.</summary>
    public bool IsInteractive { get; }

    /// <summary>For what is drawn again and again.</summary>
    public IAnsiConsole Live { get; }

    public static Terminal Open(bool json) =>
        new(json, !json && !System.Console.IsOutputRedirected, System.Console.Out, System.Console.Error);

    public static Terminal Plain(TextWriter output, TextWriter error, bool json = false) => new(json, interactive: false, output, error);

    /// <summary>A line of Spectre markup; text from outside must be escaped.</summary>
    public void Line(string markup = "")
    {
        if (!Json)
        {
            _lines.MarkupLine(markup);
        }
    }

    /// <summary>Rows under headings, all of markup.</summary>
    public void Table(IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        foreach (var line in Columns.Align([[.. headings.Select(h => $"[grey]{h}[/]")], .. rows]))
        {
            Line(line);
        }
    }

    /// <summary>Things under things, all of markup.</summary>
    public void Tree(Tree tree)
    {
        if (!Json)
        {
            _lines.Write(tree);
        }
    }

    /// <summary>JSON on standard output, letter by letter: a console would break what is longer than its width.</summary>
    public void JsonText(string json) => _output.WriteLine(json);

    /// <summary>What went wrong, on standard error.</summary>
    public void Error(IReadOnlyList<string> lines)
    {
        _errors.MarkupLine($"[red]baton:[/] {Markup.Escape(lines[0])}");
        foreach (var line in lines.Skip(1))
        {
            _errors.MarkupLine(Markup.Escape(line));
        }
    }

    /// <summary>Text on standard error, likewise letter by letter.</summary>
    public void ErrorText(string json) => _error.WriteLine(json);

    private static IAnsiConsole Console(TextWriter writer, bool interactive) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(writer),
        Ansi = interactive ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = interactive ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = interactive ? InteractionSupport.Detect : InteractionSupport.No,
    });

    private static IAnsiConsole Wide(IAnsiConsole console)
    {
        console.Profile.Width = Unbroken;
        return console;
    }
}
