using System.Globalization;
using CliWrap;
using CliWrap.Buffered;
using Xunit;

namespace Baton.Tests.Cli;

/// <summary>Runs the built executable as a user's shell would, in a folder of its own and without the variables of whoever runs the tests.</summary>
internal sealed class BatonProgram : IDisposable
{
    private static readonly TimeSpan AnswerDurationMax = TimeSpan.FromSeconds(60);

    public DirectoryInfo Folder { get; } = System.IO.Directory.CreateTempSubdirectory("baton-cli-");

    public string? Url { get; init; }

    public string? Token { get; init; }

    /// <summary>Replaces PATH when set.</summary>
    public string? Path { get; init; }

    /// <summary>Variables besides.</summary>
    public Dictionary<string, string?> More { get; } = [];

    public static string Executable => System.IO.Path.Combine(AppContext.BaseDirectory, "baton");

    public void Dispose() => Folder.Delete(recursive: true);

    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Folder.FullName, name);
        System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public async Task<BufferedCommandResult> Run(params string[] arguments)
    {
        using var limit = Limit();
        return await Command(arguments).ExecuteBufferedAsync(limit.Token);
    }

    /// <summary>The same, with Ctrl-C when <paramref name="interrupt"/> is cancelled; the lines of standard output are told as they come.</summary>
    public async Task<BufferedCommandResult> RunUntil(CancellationToken interrupt, Action<string> onLine, params string[] arguments)
    {
        using var limit = Limit();
        var run = Command(arguments).WithStandardOutputPipe(PipeTarget.ToDelegate(onLine)).ExecuteBufferedAsync(limit.Token);

        // A signal of our own, because the library forgets the exit code of what it has interrupted.
        await using var interrupting = interrupt.Register(() => System.Diagnostics.Process.Start("kill", ["-INT", run.ProcessId.ToString(CultureInfo.InvariantCulture)]).Dispose());
        return await run;
    }

    private Command Command(string[] arguments) => CliWrap.Cli.Wrap(Executable)
        .WithArguments(arguments)
        .WithWorkingDirectory(Folder.FullName)
        .WithEnvironmentVariables(Variables())
        .WithValidation(CommandResultValidation.None);

    private static CancellationTokenSource Limit()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(AnswerDurationMax);
        return limit;
    }

    private Dictionary<string, string?> Variables()
    {
        var variables = new Dictionary<string, string?>(More)
        {
            ["BATON_URL"] = Url,
            ["BATON_TOKEN"] = Token,
            ["Storage__Directory"] = null,
            ["DOTNET_ROOT"] = DotnetRoot(),
        };
        if (Path is not null)
        {
            variables["PATH"] = Path;
        }

        return variables;
    }

    // The executable finds its runtime by this even when PATH has been emptied.
    public static string DotnetRoot() =>
        new FileInfo(typeof(object).Assembly.Location).Directory!.Parent!.Parent!.Parent!.FullName;
}
