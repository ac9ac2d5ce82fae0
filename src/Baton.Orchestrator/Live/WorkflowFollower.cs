using Baton.Contracts.Workflows;
using Baton.Storage;
using Baton.Workflows;
using Microsoft.Extensions.Options;

namespace Baton.Live;

/// <summary>
/// Follows one workflow:
/// <list type="number">
/// <item>says how it is now, unless the reader came back and knows;</item>
/// <item>says what happens, as it becomes durable;</item>
/// <item>ends with it.</item>
/// </list>
/// </summary>
internal sealed class WorkflowFollower(LiveEvents events, IOptions<LiveOptions> options, TimeProvider time)
{
    /// <param name="news">Opened before <paramref name="stored"/> was read, so that nothing falls between.</param>
    /// <param name="lastEventId">What the reader has seen; null when it is new.</param>
    public async Task Follow(EventStream stream, LiveSubscription news, StoredWorkflow stored, string? lastEventId, LiveRequest request, CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        var (known, version) = (stored.State, stored.Version);
        if (LiveMark.Of(known) is var mark && mark != lastEventId)
        {
            Tell(stream, null, known, request, mark);
        }

        while (await stream.Flush(cancellationToken) && !known.Status.IsTerminal() && time.GetElapsedTime(startedAt) < options.Value.DurationMax)
        {
            var (changes, beats, _) = await news.Next(cancellationToken);
            foreach (var change in changes.Where(change => change.Version > version))
            {
                // A change that nothing is told of, such as a lease that was renewed, has the mark there was.
                if (LiveMark.Of(change.After) is var next && next != mark)
                {
                    Tell(stream, known, change.After, request, mark = next);
                }

                (known, version) = (change.After, change.Version);
            }

            if (beats)
            {
                stream.Beat();
            }
        }
    }

    private void Tell(EventStream stream, WorkflowState? before, WorkflowState after, LiveRequest request, string mark)
    {
        if (!events.Add(stream, before, after, request))
        {
            stream.AddReady();
        }

        stream.Mark(mark);
    }
}
