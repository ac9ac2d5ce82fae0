using System.Collections.Concurrent;
using CliWrap;

namespace Baton.Providers.Tools;

/// <summary>
/// Starts programs on one thread that lives as long as this process. The kernel ends a child that asked for it when the thread that started it ends, not the process,
/// and threads of the pool come and go.
/// </summary>
internal sealed class ToolStarter : IDisposable
{
    private readonly BlockingCollection<Action> _starts = [];
    private readonly Lazy<Thread> _thread;

    public ToolStarter() => _thread = new Lazy<Thread>(Begin);

    /// <summary>Runs what starts a program on that thread; the task ends with the program.</summary>
    public async Task<CommandResult> Start(Func<CommandTask<CommandResult>> start)
    {
        _ = _thread.Value;
        var started = new TaskCompletionSource<Task<CommandResult>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _starts.Add(() => Attempt(start, started));
        return await await started.Task;
    }

    public void Dispose() => _starts.CompleteAdding();

    private Thread Begin()
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "Tool starter" };
        thread.Start();
        return thread;
    }

    private void Run()
    {
        foreach (var start in _starts.GetConsumingEnumerable())
        {
            start();
        }
    }

    private static void Attempt(Func<CommandTask<CommandResult>> start, TaskCompletionSource<Task<CommandResult>> started)
    {
        try
        {
            started.SetResult(start().Task);
        }
#pragma warning disable CA1031 // It belongs to the one who asked; this thread serves others too.
        catch (Exception fault)
        {
            started.SetException(fault);
        }
#pragma warning restore CA1031
    }
}
