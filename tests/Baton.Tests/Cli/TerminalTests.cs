using Baton.Terminals;
using Xunit;

namespace Baton.Tests.Cli;

public sealed class TerminalTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public void Markup_WhereNobodyLooks_LeavesNoEscapeCodes()
    {
        Terminal.Plain(_output, _error).Line("[red]hot[/] and [bold]cold[/]");

        Assert.Equal("hot and cold\n", _output.ToString());
    }

    [Fact]
    public void ALongLine_WhereNobodyLooks_IsNotBroken()
    {
        Terminal.Plain(_output, _error).Line(new string('x', 5_000) + " y");

        Assert.Single(_output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void ATable_WithColorsAndGaps_AlignsWhatIsSeen()
    {
        Terminal.Plain(_output, _error).Table(["ID", "STATUS", "TAGS"], [["wf_1", "[green]succeeded[/]", "a"], ["wf_22", "[red]failed[/]", ""]]);

        Assert.Equal("ID     STATUS     TAGS\nwf_1   succeeded  a\nwf_22  failed\n", _output.ToString());
    }

    [Fact]
    public void Lines_WithJson_StayAwayFromStandardOutput()
    {
        var terminal = Terminal.Plain(_output, _error, json: true);

        terminal.Line("chatter");
        terminal.JsonText("{}");

        Assert.Equal("{}\n", _output.ToString());
    }

    [Fact]
    public void Json_LongerThanAnyLine_IsNotBroken()
    {
        var json = $"\"{new string('x', 50_000)} [red]\"";

        Terminal.Plain(_output, _error, json: true).JsonText(json);

        Assert.Equal($"{json}\n", _output.ToString());
    }

    [Fact]
    public void AnError_WithBracketsInIt_IsShownAsItIs()
    {
        Terminal.Plain(_output, _error).Error(["steps[0].input: no", "  [red]"]);

        Assert.Equal("baton: steps[0].input: no\n  [red]\n", _error.ToString());
        Assert.Empty(_output.ToString());
    }
}
