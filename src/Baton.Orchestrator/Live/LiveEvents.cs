using Baton.Callbacks;
using Baton.Workflows;

namespace Baton.Live;

/// <summary>Says what happened to a workflow in the words of callbacks, in their order.</summary>
internal sealed class LiveEvents(CallbackBody bodies, LiveMetrics metrics)
{
    /// <param name="before">What the reader knows; null to say how everything is.</param>
    /// <returns>Whether there was anything that the reader wants.</returns>
    public bool Add(EventStream stream, WorkflowState? before, WorkflowState after, LiveRequest request)
    {
        var told = 0;
        foreach (var happened in Transitions.Between(before, after, Since(after)).Where(request.Wants))
        {
            stream.Add(happened.Kind, bodies.Write(after, happened, request.Detailed, request.HideMatureContent));
            told++;
        }

        metrics.Told(told);
        return told > 0;
    }

    /// <summary>Since when the workflow has its status; so an event that is told again is the same again.</summary>
    private static DateTimeOffset Since(WorkflowState workflow) => workflow.CompletedAt ?? workflow.StartedAt ?? workflow.CreatedAt;
}
