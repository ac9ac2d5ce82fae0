using Baton.Callbacks;
using Baton.Workflows;

namespace Baton.Live;

/// <summary>Which jobs have something new to show between two states of a workflow.</summary>
public static class LivePreviews
{
    /// <param name="before">Null for a reader that knows nothing: all that there is to see is new.</param>
    /// <returns>For each job with a new preview, how it is.</returns>
    public static IEnumerable<CallbackEvent> Between(WorkflowState? before, WorkflowState after, DateTimeOffset now)
    {
        for (var step = 0; step < after.Steps.Length; step++)
        {
            var (was, jobs) = (before?.Steps[step].Jobs, after.Steps[step].Jobs);
            for (var job = 0; job < jobs.Length; job++)
            {
                var shown = job < was?.Length ? was.Value[job].Preview : null;
                if (jobs[job].Preview is { } preview && preview != shown)
                {
                    yield return new CallbackEvent { Step = step, Job = job, Status = jobs[job].Status, At = now };
                }
            }
        }
    }
}
