using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Workflows;

/// <summary>A clock that stands still and tells when somebody begins to wait for so long.</summary>
internal sealed class WatchedTime(TimeSpan waitFor) : FakeTimeProvider
{
    private readonly TaskCompletionSource _made = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task TimerMade => _made.Task;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime == waitFor)
        {
            _made.TrySetResult();
        }

        return timer;
    }
}
