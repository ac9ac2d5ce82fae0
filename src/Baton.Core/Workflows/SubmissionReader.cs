using System.Collections.Immutable;
using System.Text.Json;
using Baton.Contracts.Workflows;
using Baton.Recipes;
using Baton.References;
using Baton.Schemas;
using Baton.Steps;

namespace Baton.Workflows;

/// <summary>
/// Reads what callers send about workflows: either all parts, or all faults with the paths the caller wrote. What is accepted keeps
/// parts of the body, so the body must not come from a document that is disposed.
/// </summary>
public sealed partial class SubmissionReader(RecipeCatalogue recipes, SubmissionLimits limits)
{
    private readonly SubmissionSchemas _schemas = new(limits);
    private readonly ValidationRules _rules = limits.Rules;
    private readonly ValidationRules _plain = limits.Rules with { ReferencesAllowed = false };

    /// <summary>Reads a submitted workflow. <paramref name="waits"/> says whether the caller waits for the answer, which an ephemeral workflow needs.</summary>
    public Checked<WorkflowSubmission> ReadWorkflow(JsonElement body, bool waits = false)
    {
        // 1. The shape of everything but the inputs.
        var findings = new Findings(limits.FaultsMax);
        var at = new JsonPlace();
        var shaped = _schemas.Workflow.Validate(body, at, _plain, findings);
        CheckSizes(shaped, at, findings);
        CheckCallbacks(shaped, at, findings);
        CheckEphemeral(shaped, waits, at, findings);

        // 2. Each step with its input.
        var templates = ReadSteps(shaped, at, findings);
        var names = NamesOf(templates, at, findings);

        // 3. What the steps want from each other.
        var dependencies = DependenciesOf(templates, names, JsonMembers.Find(shaped, "arguments"), at, findings);

        return Checked<WorkflowSubmission>.From(findings, () => Compose(shaped, templates, names, dependencies, findings.Warnings));
    }

    /// <summary>Reads the input of one recipe as a workflow of that one step. Paths begin at the input's members.</summary>
    public Checked<WorkflowSubmission> ReadInput(Recipe recipe, JsonElement input)
    {
        var findings = new Findings(limits.FaultsMax);
        var at = new JsonPlace();
        var accepted = recipe.Accept(input, at, _rules, findings);
        if (!findings.HasFaults)
        {
            new ReferenceCheck(new SourceNames([]), _ => recipe, null).DependenciesOf(0, recipe.FindReferences(accepted), at, findings);
        }

        return Checked<WorkflowSubmission>.From(findings, () =>
        {
            var step = new StepDefinition("0", recipe.Type, accepted, Priority.Normal, limits.StepTimeoutDefault, 0, []);

            return new WorkflowSubmission(
                new WorkflowDefinition { Steps = [step], Warnings = findings.Warnings }, null, [], [null], findings.Warnings);
        });
    }

    private List<StepTemplate> ReadSteps(JsonElement body, JsonPlace at, Findings findings)
    {
        var templates = new List<StepTemplate>();
        if (JsonMembers.Find(body, "steps") is not { ValueKind: JsonValueKind.Array } steps || steps.GetArrayLength() > limits.StepsMax)
        {
            return templates;
        }

        at.Enter("steps");
        foreach (var step in steps.EnumerateArray())
        {
            at.Enter(templates.Count);
            var template = StepTemplate.Read(step, recipes, at, _rules, findings);
            CheckTimeout(template.Timeout, at, findings);
            CheckSize(template.Metadata, "metadata", limits.MetadataBytesMax, at, findings);
            templates.Add(template);
            at.Leave();
        }

        at.Leave();

        return templates;
    }

    private WorkflowSubmission Compose(
        JsonElement body,
        List<StepTemplate> templates,
        string[] names,
        ImmutableArray<int>[] dependencies,
        ImmutableArray<string> warnings)
    {
        var steps = ImmutableArray.CreateBuilder<StepDefinition>(templates.Count);
        for (var i = 0; i < templates.Count; i++)
        {
            var step = templates[i];
            steps.Add(new StepDefinition(
                names[i],
                step.Recipe!.Type,
                step.Input,
                step.Priority ?? Priority.Normal,
                step.Timeout ?? limits.StepTimeoutDefault,
                step.Retries ?? 0,
                dependencies[i]));
        }

        return new WorkflowSubmission(
            SubmissionParts.DefinitionOf(body, steps.MoveToImmutable(), warnings),
            JsonMembers.Find(body, "metadata"),
            SubmissionParts.Texts(body, "tags"),
            [.. templates.Select(t => t.Metadata)],
            warnings);
    }
}
