using Baton.Providers;

namespace Baton.Offers;

/// <summary>A worker that waits for a job, and how it stands among the others.</summary>
public sealed class WaitingWorker(WorkerAsking worker)
{
    public WorkerAsking Worker => worker;

    /// <summary>Failures in a row, the fewer the better.</summary>
    internal int Failures { get; set; }

    /// <summary>How quick it is beside the provider's others, in steps of a half more; 0 is as quick as they are.</summary>
    internal int Speed { get; set; }

    /// <summary>Counts those that began to wait, and so makes each unique.</summary>
    internal long Sequence { get; set; }

    /// <summary>Null while it may get a job; else when that is looked at again.</summary>
    internal DateTimeOffset? HeldUntil { get; set; }

    /// <summary>The better one first: fewer failures in a row, then quicker, then more of its slots free, then waiting for longer.</summary>
    internal static int Compare(WaitingWorker one, WaitingWorker other)
    {
        var order = one.Failures.CompareTo(other.Failures);
        order = order != 0 ? order : other.Speed.CompareTo(one.Speed);
        order = order != 0 ? order : other.FreeShare.CompareTo(one.FreeShare);
        return order != 0 ? order : one.Sequence.CompareTo(other.Sequence);
    }

    private double FreeShare => (double)worker.FreeSlots / Math.Max(1, worker.Slots);
}
