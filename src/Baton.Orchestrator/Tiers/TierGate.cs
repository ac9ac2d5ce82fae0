using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Problems;
using Baton.Workflows;

namespace Baton.Tiers;

/// <summary>What an account's tier has to say to a submission.</summary>
internal sealed class TierGate(AccountTiers tiers)
{
    /// <summary>The submission as the tier lets it pass, or why it does not.</summary>
    /// <param name="placeOf">The path of a step as the caller wrote it; empty for a recipe call.</param>
    public OrProblem<WorkflowSubmission> Pass(AccountId account, WorkflowSubmission submission, Func<int, string> placeOf)
    {
        var tier = tiers.Of(account);
        if (FindForbidden(tier, submission.Definition) is { } step)
        {
            var type = submission.Definition.Steps[step].Type;
            return Problem.RecipeNotEnabled.ToResult(
                $"{placeOf(step)}The tier '{tiers.NameOf(account)}' of this account does not include {type}. It includes: {string.Join(", ", tier.Recipes)}.");
        }

        return submission.Definition.AllowMatureContent == true && !tier.MatureContent ? Mature(account) : Lower(submission, tier.Priority);
    }

    /// <summary>A change of a workflow as the tier lets it pass, or why it does not. What the workflow was allowed before, it keeps.</summary>
    public OrProblem<WorkflowCommand> Pass(WorkflowState workflow, WorkflowCommand command)
    {
        var tier = tiers.Of(workflow.Account);
        return command switch
        {
            WorkflowCommand.Update { AllowMatureContent: true } when !tier.MatureContent && workflow.Definition.AllowMatureContent != true => Mature(workflow.Account),
            WorkflowCommand.UpdateStep { Change.Priority: { } priority } update when priority < tier.Priority => update with { Change = update.Change with { Priority = tier.Priority } },
            _ => command,
        };
    }

    private ProblemResult Mature(AccountId account) =>
        Problem.MatureContentNotPermitted.ToResult($"allowMatureContent: true is not permitted by the tier '{tiers.NameOf(account)}' of this account; leave it out.");

    private static int? FindForbidden(Tier tier, WorkflowDefinition definition)
    {
        if (tier.Recipes.Count == 0)
        {
            return null;
        }

        for (var i = 0; i < definition.Steps.Length; i++)
        {
            if (!tier.Recipes.Contains(definition.Steps[i].Type, StringComparer.Ordinal))
            {
                return i;
            }
        }

        return null;
    }

    private static WorkflowSubmission Lower(WorkflowSubmission submission, Priority ceiling)
    {
        var definition = submission.Definition;
        if (definition.Steps.All(step => step.Priority >= ceiling))
        {
            return submission;
        }

        var warnings = definition.Steps
            .Select((step, index) => (step, index))
            .Where(entry => entry.step.Priority < ceiling)
            .Select(entry => $"steps[{entry.index}].priority: {Name(entry.step.Priority)} is above what this account may ask for; it is {Name(ceiling)} now.");
        var all = submission.Warnings.AddRange(warnings);
        return submission with
        {
            Warnings = all,
            Definition = definition with
            {
                Warnings = all,
                Steps = [.. definition.Steps.Select(step => step.Priority < ceiling ? step with { Priority = ceiling } : step)],
            },
        };
    }

    private static string Name(Priority priority) => priority.ToString().ToLowerInvariant();
}
