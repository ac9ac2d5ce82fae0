using Baton.Blobs;
using Baton.Jobs;

namespace Baton.Workers;

/// <summary>
/// The slots of one worker and what it holds in them, as far as this process knows. A job whose lease has run out holds none any more: a worker that never heard
/// that it won it would have one slot less for ever.
/// </summary>
internal sealed class WorkerSlots(int count)
{
    private readonly Lock _changing = new();
    private readonly Dictionary<JobId, HeldJob> _held = [];
    private TaskCompletionSource _changed = New();
    private int _count = count;
    private int _taken;

    public int Free(DateTimeOffset now)
    {
        lock (_changing)
        {
            return FreeNow(now);
        }
    }

    /// <summary>What is held, with the epoch of each claim.</summary>
    public IReadOnlyList<(JobId Job, int Epoch)> Held()
    {
        lock (_changing)
        {
            return [.. _held.Select(held => (held.Key, held.Value.Epoch))];
        }
    }

    public void Resize(int slots)
    {
        lock (_changing)
        {
            _count = slots;
            Tell();
        }
    }

    /// <summary>Takes a slot for a job that is about to be claimed; false when none is free. Ends in <see cref="Hold"/> or <see cref="PutBack"/>.</summary>
    public bool TryTake(DateTimeOffset now)
    {
        lock (_changing)
        {
            var isFree = FreeNow(now) > 0;
            _taken += isFree ? 1 : 0;
            return isFree;
        }
    }

    public void PutBack()
    {
        lock (_changing)
        {
            _taken--;
            Tell();
        }
    }

    /// <summary>The taken slot is this job's.</summary>
    public void Hold(JobId job, int epoch, DateTimeOffset until)
    {
        lock (_changing)
        {
            _taken--;
            _held[job] = new HeldJob(epoch, until, []);
        }
    }

    /// <summary>The job is held longer; also one that this process did not know of, as after a restart.</summary>
    public void Renew(JobId job, int epoch, DateTimeOffset until)
    {
        lock (_changing)
        {
            _held[job] = new HeldJob(epoch, until, _held.TryGetValue(job, out var held) && held.Epoch == epoch ? held.Previews : []);
        }
    }

    /// <summary>Notes a picture that was stored for a claim.</summary>
    /// <returns>One that is overtaken; the one before the newest stays, for those who are reading it.</returns>
    public BlobId? Show(JobId job, BlobId preview)
    {
        lock (_changing)
        {
            if (!_held.TryGetValue(job, out var held))
            {
                return preview;
            }

            held.Previews.Enqueue(preview);
            return held.Previews.Count > 2 ? held.Previews.Dequeue() : null;
        }
    }

    /// <summary>The job is held no more.</summary>
    /// <returns>The pictures that were stored for it.</returns>
    public IReadOnlyCollection<BlobId> Release(JobId job)
    {
        lock (_changing)
        {
            var wasHeld = _held.Remove(job, out var held);
            Tell();
            return wasHeld ? held!.Previews : [];
        }
    }

    /// <summary>How many slots are free; waits for the first at most this long, and says 0 when none came free.</summary>
    public async Task<int> WaitForFree(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        while (true)
        {
            var (free, changed, expiry) = Look(time.GetUtcNow());
            var left = atMost - time.GetElapsedTime(startedAt);
            if (free > 0 || left <= TimeSpan.Zero || cancellationToken.IsCancellationRequested)
            {
                return free;
            }

            await Task.WhenAny(changed, Task.Delay(expiry < left ? expiry : left, time, cancellationToken));
        }
    }

    private (int Free, Task Changed, TimeSpan Expiry) Look(DateTimeOffset now)
    {
        lock (_changing)
        {
            var free = FreeNow(now);
            var expiry = _held.Count == 0 ? TimeSpan.MaxValue : _held.Values.Min(held => held.Until) - now;
            return (free, _changed.Task, expiry);
        }
    }

    private int FreeNow(DateTimeOffset now)
    {
        foreach (var (job, held) in _held)
        {
            if (held.Until <= now)
            {
                _held.Remove(job);
            }
        }

        return Math.Max(0, _count - _held.Count - _taken);
    }

    private void Tell()
    {
        _changed.SetResult();
        _changed = New();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="Previews">The pictures stored for it that were not removed yet, oldest first.</param>
    private sealed record HeldJob(int Epoch, DateTimeOffset Until, Queue<BlobId> Previews);
}
