using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Baton.Contracts.Workflows;

namespace Baton.Callbacks;

/// <summary>What one endpoint is still to be told of one workflow, in order and one at a time (invariant InOrder).</summary>
public sealed record CallbackQueue
{
    /// <summary>Pauses of an event that has no room to be sent grow this often.</summary>
    private const int BusyMax = 4;

    /// <summary>The number that was given last.</summary>
    public int LastNumber { get; init; }

    /// <summary>In the order they came about. The first one is being sent or pauses.</summary>
    public ImmutableArray<CallbackEvent> Waiting { get; init; } = [];

    /// <summary>How often the first one was not taken.</summary>
    public int Failures { get; init; }

    /// <summary>True from a failure until the next attempt.</summary>
    public bool Pauses { get; init; }

    /// <summary>When the pause ends, or when an attempt that was not heard of again is made anew; null when nothing waits.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The endpoint wants nothing more.</summary>
    public bool Unsubscribed { get; init; }

    /// <summary>Tried for long enough; kept until somebody has them sent again.</summary>
    public ImmutableArray<CallbackEvent> Parked { get; init; } = [];

    /// <summary>What is to be sent now; null when nothing waits or the first one pauses.</summary>
    [JsonIgnore]
    public CallbackEvent? Next => Waiting.IsEmpty || Pauses ? null : Waiting[0];

    /// <summary>What is to be sent right after this one, also before anybody has written down that this one was taken; null when nothing, or something that may still be overtaken.</summary>
    public CallbackEvent? After(CallbackEvent sent)
    {
        var at = Waiting.IndexOf(sent) + 1;
        return at > 0 && at < Waiting.Length && Waiting[at].Number > 0 ? Waiting[at] : null;
    }

    /// <summary>The queue with one more at its end. What waits behind the first and says less than this one goes.</summary>
    public CallbackQueue Add(CallbackEvent added, CallbackSchedule schedule, DateTimeOffset now)
    {
        if (Unsubscribed)
        {
            return this;
        }

        var more = this with { Waiting = Waiting.RemoveAll(added.Overtakes).Add(added) };
        return Waiting.IsEmpty ? more.BeginFirst(schedule, now) : more.NumberWhatIsSure();
    }

    /// <summary>The queue after an attempt at the event with this number. A report that comes late, or again, changes nothing.</summary>
    /// <param name="jitter">Between 0 and 1.</param>
    public CallbackQueue Report(int number, CallbackOutcome outcome, double jitter, CallbackSchedule schedule, DateTimeOffset now)
    {
        if (Waiting.IsEmpty || Waiting[0].Number != number)
        {
            return this;
        }

        return outcome switch
        {
            CallbackOutcome.Delivered => (this with { Waiting = Waiting.RemoveAt(0) }).BeginFirst(schedule, now),
            CallbackOutcome.Gone => new CallbackQueue { LastNumber = LastNumber, Unsubscribed = true },
            CallbackOutcome.Failed when now >= TriedUntil(Waiting[0], schedule) => Park(schedule, now),
            CallbackOutcome.Failed failed => Pause(failed.RetryAfter, schedule.PauseAfter(Failures + 1, jitter), schedule, now),

            // The endpoint has done nothing wrong and may soon have room.
            _ => Pause(null, schedule.PauseAfter(Math.Min(Failures + 1, BusyMax), jitter), schedule, now),
        };
    }

    /// <summary>The queue at this time: a pause that is over ends, and an attempt that was lost is to be made again.</summary>
    public CallbackQueue Wake(CallbackSchedule schedule, DateTimeOffset now) =>
        DueAt <= now ? this with { Pauses = false, DueAt = now + schedule.LostAfter } : this;

    /// <summary>The queue with what was parked back in it: before all that has not had its turn, and with the numbers it had.</summary>
    public CallbackQueue Replay(CallbackSchedule schedule, DateTimeOffset now)
    {
        if (Parked.IsEmpty)
        {
            return this;
        }

        var numbered = Waiting.Count(waiting => waiting.Number > 0);
        var again = Parked.Select(parked => parked with { TriedUntil = now + schedule.Patience });
        var more = this with { Waiting = Waiting.InsertRange(numbered, again), Parked = [] };
        return Waiting.IsEmpty ? more.BeginFirst(schedule, now) : more;
    }

    private CallbackQueue BeginFirst(CallbackSchedule schedule, DateTimeOffset now)
    {
        var begun = this with { Failures = 0, Pauses = false, DueAt = Waiting.IsEmpty ? null : now + schedule.LostAfter };
        return begun.NumberWhatIsSure();
    }

    /// <summary>Numbers the first, whose turn it is, and the ends behind it: nothing can overtake those, so they may leave right after it.</summary>
    private CallbackQueue NumberWhatIsSure()
    {
        var (waiting, last) = (Waiting, LastNumber);
        for (var i = 0; i < waiting.Length && (i == 0 || waiting[i].Number > 0 || waiting[i].Status.IsTerminal()); i++)
        {
            if (waiting[i].Number == 0)
            {
                waiting = waiting.SetItem(i, waiting[i] with { Number = ++last });
            }
        }

        return last == LastNumber ? this : this with { Waiting = waiting, LastNumber = last };
    }

    private CallbackQueue Park(CallbackSchedule schedule, DateTimeOffset now)
    {
        var rest = this with { Parked = Parked.Add(Waiting[0] with { TriedUntil = null }), Waiting = Waiting.RemoveAt(0) };
        return rest.BeginFirst(schedule, now);
    }

    /// <summary>The last attempt is at the end of the time, not before it.</summary>
    private CallbackQueue Pause(TimeSpan? asked, TimeSpan pause, CallbackSchedule schedule, DateTimeOffset now)
    {
        var bounded = asked > schedule.RetryAfterMax ? schedule.RetryAfterMax : asked;
        var next = now + (bounded > pause ? bounded.Value : pause);
        var last = TriedUntil(Waiting[0], schedule);
        return this with { Failures = Failures + 1, Pauses = true, DueAt = next > last && last > now ? last : next };
    }

    private static DateTimeOffset TriedUntil(CallbackEvent first, CallbackSchedule schedule) => first.TriedUntil ?? first.At + schedule.Patience;
}
