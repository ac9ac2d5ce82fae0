using Baton.Jobs;
using Baton.Recipes;
using Baton.Workflows;

namespace Baton.Moderation;

/// <summary>
/// Has the jobs of one workflow looked at, each once, before any provider hears of it. Nothing of it is stored: a job that waits is looked at again after a
/// restart, and one that was claimed had been cleared.
/// </summary>
/// <param name="judged">Called when a verdict came that could not be had at once.</param>
internal sealed class JobModeration(IModerator moderator, TimeProvider time, bool failOpen, Action judged)
{
    private const int TriesUnseen = 3;

    private static readonly TimeSpan PauseFirst = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);

    /// <summary>Verdicts by job; null while it is asked for.</summary>
    private readonly Dictionary<JobId, ModerationVerdict?> _verdicts = [];

    public bool IsCleared(JobId job) => _verdicts.GetValueOrDefault(job) is not null;

    /// <summary>What has to be done about a job that waits; null when nothing has, because it is cleared or because its verdict is still to come.</summary>
    public WorkflowCommand? Look(WorkflowState workflow, JobState job, JobPlan plan)
    {
        if (!_verdicts.TryGetValue(job.Id, out var verdict))
        {
            verdict = Begin(new ModerationRequest(job.Id, plan.Type, workflow.Account, plan.Input));
            _verdicts[job.Id] = verdict;
        }

        return verdict switch
        {
            ModerationVerdict.Blocked blocked => new WorkflowCommand.Block(job.Id, blocked.Reason),
            ModerationVerdict.Rated rated when job.Rating != rated.Level => new WorkflowCommand.Rate(job.Id, rated.Level),
            _ => null,
        };
    }

    /// <summary>The job waits no longer, so no verdict on it is wanted any more.</summary>
    public void Forget(JobId job) => _verdicts.Remove(job);

    /// <summary>The jobs may be others than those that were looked at.</summary>
    public void Forget() => _verdicts.Clear();

    private ModerationVerdict? Begin(ModerationRequest request)
    {
        var judging = Judge(request);
        if (judging.IsCompletedSuccessfully)
        {
            return judging.Result;
        }

        _ = Follow(request.Job, judging);
        return null;
    }

    private async Task Follow(JobId job, Task<ModerationVerdict?> judging)
    {
        if (await judging is { } verdict && _verdicts.TryGetValue(job, out var known) && known is null)
        {
            _verdicts[job] = verdict;
            judged();
        }
    }

    /// <summary>The verdict, however long it takes; null when it is not wanted any more.</summary>
    private async Task<ModerationVerdict?> Judge(ModerationRequest request)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await moderator.Judge(request, CancellationToken.None);
            }
            catch (ModeratorAwayException) when (failOpen && tries >= TriesUnseen)
            {
                return ModerationVerdict.Allowed.Instance;
            }
            catch (ModeratorAwayException)
            {
                var pause = PauseFirst * Math.Pow(2, Math.Min(tries - 1, 10));
                await Task.Delay(pause < PauseMax ? pause : PauseMax, time);
            }

            if (!_verdicts.ContainsKey(request.Job))
            {
                return null;
            }
        }
    }
}
