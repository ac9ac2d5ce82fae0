namespace Baton.Storage.Sqlite;

/// <summary>A write that waits for the committer.</summary>
internal abstract class PendingWrite
{
    /// <summary>The write's own failure; the others in its transaction do not share it.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Writes inside the open transaction. May be called again, after a rollback.</summary>
    public abstract void Run(StoreConnection connection);

    /// <summary>It is on disk.</summary>
    public abstract void Succeed();

    /// <summary>Nothing of it is on disk.</summary>
    public abstract void Fail(Exception exception);
}

/// <summary>A write whose delegate takes what it works on as an argument, so that the hot path needs no closure.</summary>
internal sealed class PendingWrite<TArg, TResult>(Func<StoreConnection, TArg, TResult> write, TArg argument) : PendingWrite
{
    // Whoever awaits goes on elsewhere: the writer thread is everybody's.
    private readonly TaskCompletionSource<TResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult? _result;

    public Task<TResult> Task => _done.Task;

    public override void Run(StoreConnection connection) => _result = write(connection, argument);

    public override void Succeed() => _done.SetResult(_result!);

    public override void Fail(Exception exception) => _done.SetException(exception);
}
