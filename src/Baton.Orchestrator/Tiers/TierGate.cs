using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Problems;
using Baton.Recipes;
using Baton.Workflows;

namespace Baton.Tiers;

/// <summary>What an account's tier has to say to a submission.</summary>
internal sealed class TierGate(AccountTiers tiers, RecipeCatalogue recipes)
{
    /// <summary>The submission as the tier lets it pass, or why it does not.</summary>
    /// <param name="isRecipeCall">The caller wrote the input of the one step and nothing around it.</param>
    public OrProblem<WorkflowSubmission> Pass(AccountId account, WorkflowSubmission submission, bool isRecipeCall)
    {
        var tier = tiers.Of(account);
        for (var i = 0; i < submission.Definition.Steps.Length; i++)
        {
            var step = submission.Definition.Steps[i];
            if (!tier.Includes(step.Type))
            {
                return NotEnabled(account, isRecipeCall ? "" : $"steps[{i}].$type: ", step.Type);
            }

            if (recipes.Find(step.Type)?.TemplateType(step.Input) is { } template && !tier.Includes(template))
            {
                return NotEnabled(account, isRecipeCall ? "template.$type: " : $"steps[{i}].input.template.$type: ", template);
            }
        }

        return tier.MatureContent
            ? Lower(submission, tier.Priority)
            : submission.Definition.AllowMatureContent == true ? Mature(account) : Lower(WithoutMatureContent(submission), tier.Priority);
    }

    /// <summary>A change of a workflow as the tier lets it pass, or why it does not. What the workflow was allowed before, it keeps.</summary>
    public OrProblem<WorkflowCommand> Pass(WorkflowState workflow, WorkflowCommand command)
    {
        var tier = tiers.Of(workflow.Account);
        return command switch
        {
            WorkflowCommand.Update { AllowMatureContent: true } when !tier.MatureContent && workflow.Definition.AllowMatureContent != true => Mature(workflow.Account),
            WorkflowCommand.UpdateStep { Change.Input: { } input } update when recipes.Find(workflow.Definition.Steps[update.Step].Type)?.TemplateType(input) is { } template && !tier.Includes(template) => NotEnabled(workflow.Account, "input.template.$type: ", template),
            WorkflowCommand.UpdateStep { Change.Priority: { } priority } update when priority < tier.Priority => update with { Change = update.Change with { Priority = tier.Priority } },
            _ => command,
        };
    }

    private ProblemResult NotEnabled(AccountId account, string place, string type) => Problem.RecipeNotEnabled.ToResult(
        $"{place}The tier '{tiers.NameOf(account)}' of this account does not include {type}. It includes: {string.Join(", ", tiers.Of(account).Recipes)}.");

    private ProblemResult Mature(AccountId account) =>
        Problem.MatureContentNotPermitted.ToResult($"allowMatureContent: true is not permitted by the tier '{tiers.NameOf(account)}' of this account; leave it out.");

    private static WorkflowSubmission WithoutMatureContent(WorkflowSubmission submission) =>
        submission with { Definition = submission.Definition with { AllowMatureContent = false } };

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
