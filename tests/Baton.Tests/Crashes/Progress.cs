namespace Baton.Tests.Crashes;

/// <summary>Counts up and lets go whoever waits for a number.</summary>
internal sealed class Progress
{
    private readonly Lock _lock = new();
    private readonly List<(int At, TaskCompletionSource Reached)> _waiting = [];
    private int _count;

    public void Add()
    {
        lock (_lock)
        {
            _count++;
            _waiting.Where(w => w.At <= _count).ToList().ForEach(w => w.Reached.TrySetResult());
        }
    }

    public Task Reaches(int at)
    {
        lock (_lock)
        {
            var waiting = (At: at, Reached: new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            _waiting.Add(waiting);
            if (_count >= at)
            {
                waiting.Reached.SetResult();
            }

            return waiting.Reached.Task;
        }
    }
}
