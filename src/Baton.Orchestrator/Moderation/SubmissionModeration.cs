using Baton.Problems;
using Baton.Workflows;

namespace Baton.Moderation;

/// <summary>Refuses at submit what the rules know already to be mature, where the workflow does not allow it.</summary>
internal sealed class SubmissionModeration(JobModerators moderators)
{
    /// <summary>Why the workflow is not taken; null when nothing stands against it, or nothing is known yet.</summary>
    /// <param name="pathOf">Where the input of a step stands in what the caller wrote: <c>steps[0].input.</c>.</param>
    public ProblemResult? WhyRefused(WorkflowDefinition definition, Func<int, string> pathOf)
    {
        if (moderators.Rules is not { } rules || definition.AllowMatureContent != false)
        {
            return null;
        }

        for (var i = 0; i < definition.Steps.Length; i++)
        {
            var step = definition.Steps[i];
            var texts = ModeratedText.In(step.Input).Select(text => text with { Path = pathOf(i) + text.Path });
            if (rules.Judge(step.Type, texts) is ModerationVerdict.Rated rated && ContentRatings.IsMature(rated.Level))
            {
                return Problem.MatureContentNotPermitted.ToResult($"{rated.Reason} That is rated {rated.Level.ToString().ToLowerInvariant()}, and allowMatureContent is false.");
            }
        }

        return null;
    }
}
