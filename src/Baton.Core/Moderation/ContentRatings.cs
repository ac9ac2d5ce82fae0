using Baton.Contracts.Workflows;
using Baton.Workflows;

namespace Baton.Moderation;

/// <summary>How the steps of a workflow are rated: as their own jobs were, and at least as those whose output they use.</summary>
public sealed class ContentRatings
{
    private readonly WorkflowState _workflow;
    private readonly NsfwLevel?[] _levels;

    private ContentRatings(WorkflowState workflow)
    {
        _workflow = workflow;
        _levels = [.. workflow.Steps.Select(step => step.Jobs.Max(job => job.Rating))];
        for (var round = 0; round < _levels.Length && Inherit(); round++)
        {
        }
    }

    /// <summary>The ratings; null when no job has any, which is how nearly every workflow is.</summary>
    public static ContentRatings? Of(WorkflowState workflow)
    {
        foreach (var step in workflow.Steps)
        {
            foreach (var job in step.Jobs)
            {
                if (job.Rating is not null)
                {
                    return new ContentRatings(workflow);
                }
            }
        }

        return null;
    }

    /// <summary>The highest of all.</summary>
    public NsfwLevel? Highest => _levels.Max();

    public NsfwLevel? this[int step] => _levels[step];

    public static bool IsMature(NsfwLevel? level) => level is NsfwLevel.R or NsfwLevel.X or NsfwLevel.Xxx;

    private bool Inherit()
    {
        var changed = false;
        for (var i = 0; i < _levels.Length; i++)
        {
            foreach (var source in _workflow.Definition.Steps[i].DependsOn)
            {
                if (_levels[source] > (_levels[i] ?? (NsfwLevel)(-1)))
                {
                    _levels[i] = _levels[source];
                    changed = true;
                }
            }
        }

        return changed;
    }
}
