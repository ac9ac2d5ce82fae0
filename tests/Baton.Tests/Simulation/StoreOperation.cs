using Baton.Storage;

namespace Baton.Tests.Simulation;

/// <summary>What goes wrong with a call of the store.</summary>
internal enum StoreFault
{
    None,

    /// <summary>Nothing is written, and the caller is told so.</summary>
    BeforeApplying,

    /// <summary>It is written, and yet the caller is told that the store is away.</summary>
    AfterApplying,
}

/// <summary>A call of the store on its way.</summary>
internal abstract class StoreOperation(object connection)
{
    public object Connection => connection;

    public bool IsApplied { get; protected set; }

    public abstract void Apply(StoreFault fault);

    public abstract void Answer();
}

internal sealed class StoreOperation<T>(object connection, Func<T> apply) : StoreOperation(connection)
{
    private readonly TaskCompletionSource<T> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _value;
    private bool _failed;

    public Task<T> Answered => _answered.Task;

    public override void Apply(StoreFault fault)
    {
        IsApplied = true;
        _failed = fault != StoreFault.None;
        _value = fault == StoreFault.BeforeApplying ? default : apply();
    }

    public override void Answer()
    {
        if (_failed)
        {
            _answered.SetException(new StoreUnavailableException("The store is away."));
        }
        else
        {
            _answered.SetResult(_value!);
        }
    }
}
