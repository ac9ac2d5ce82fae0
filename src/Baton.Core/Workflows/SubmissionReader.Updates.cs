using System.Collections.Immutable;
using System.Text.Json;
using Baton.References;
using Baton.Schemas;
using Baton.Steps;

namespace Baton.Workflows;

/// <summary>Changes of workflows and steps. Paths begin at the members of the body.</summary>
public sealed partial class SubmissionReader
{
    /// <summary>Reads a change of a workflow.</summary>
    public Checked<WorkflowCommand.Update> ReadUpdate(JsonElement body)
    {
        var findings = new Findings(limits.FaultsMax);
        var at = new JsonPlace();
        var shaped = _schemas.WorkflowUpdate.Validate(body, at, _plain, findings);
        CheckSize(JsonMembers.Find(shaped, "metadata"), "metadata", limits.MetadataBytesMax, at, findings);

        return Checked<WorkflowCommand.Update>.From(findings, () => new WorkflowCommand.Update(
            JsonMembers.Find(shaped, "metadata"),
            JsonMembers.Find(shaped, "tags") is null ? null : SubmissionParts.Texts(shaped, "tags"),
            JsonMembers.Flag(shaped, "allowMatureContent"),
            Stop: JsonMembers.Text(shaped, "status") is not null));
    }

    /// <summary>Reads a change of a step; a new input is looked at as at submit, references and rings included.</summary>
    public Checked<StepChange> ReadStepUpdate(JsonElement body, WorkflowDefinition workflow, int step)
    {
        var findings = new Findings(limits.FaultsMax);
        var at = new JsonPlace();
        var shaped = _schemas.StepUpdate.Validate(body, at, _plain, findings);
        CheckSize(JsonMembers.Find(shaped, "metadata"), "metadata", limits.MetadataBytesMax, at, findings);
        TimeSpan? timeout = JsonMembers.Text(shaped, "timeout") is { } text ? StepTemplate.SpanOf(text) : null;
        CheckTimeout(timeout, at, findings);
        at.Enter("input");
        var (input, dependsOn) = ReadStepInput(JsonMembers.Find(shaped, "input"), workflow, step, at, findings);
        at.Leave();

        return Checked<StepChange>.From(findings, () => new StepChange
        {
            Metadata = JsonMembers.Find(shaped, "metadata"),
            Input = input,
            DependsOn = dependsOn,
            Priority = JsonMembers.Text(shaped, "priority") is { } priority ? StepTemplate.PriorityOf(priority) : null,
            Timeout = timeout,
            Retries = (int?)JsonMembers.Number(shaped, "retries"),
        });
    }

    /// <summary>Reads one more tag, as the only content of a body.</summary>
    public Checked<string> ReadTag(JsonElement body, ImmutableArray<string> tags)
    {
        var findings = new Findings(limits.FaultsMax);
        _schemas.OneTag.Validate(body, new JsonPlace("tag"), _plain, findings);
        if (!findings.HasFaults && tags.Length >= TagsMax && !tags.Contains(body.GetString()!))
        {
            findings.Fault("tag", $"The workflow has {tags.Length} tags. Allowed: at most {TagsMax}.");
        }

        return Checked<string>.From(findings, () => body.GetString()!);
    }

    private const int TagsMax = 10;

    private (JsonElement? Input, ImmutableArray<int> DependsOn) ReadStepInput(
        JsonElement? given, WorkflowDefinition workflow, int step, JsonPlace at, Findings findings)
    {
        if (given is not { } value)
        {
            return (null, []);
        }

        if (recipes.Find(workflow.Steps[step].Type) is not { } recipe)
        {
            findings.Fault(at, StepTemplate.UnknownType(workflow.Steps[step].Type, recipes));

            return (null, []);
        }

        var accepted = recipe.Accept(value, at, _rules, findings);
        var references = recipe.FindReferences(accepted);
        string[] names = [.. workflow.Steps.Select(s => s.Name)];
        var dependsOn = new ReferenceCheck(new SourceNames(names), i => recipes.Find(workflow.Steps[i].Type), workflow.Arguments)
            .DependenciesOf(step, references, at, findings);
        var all = workflow.Steps.Select((s, i) => i == step ? dependsOn : s.DependsOn).ToArray();
        foreach (var ring in Dependencies.Rings(all))
        {
            var turned = TurnTo(step, ring);
            findings.Fault(RingPlace(turned, names, references, at), RingMessage(turned, names));
        }

        return (accepted, dependsOn);
    }

    // Without the change there was no ring, so the step is in each; it is named first.
    private static ImmutableArray<int> TurnTo(int step, ImmutableArray<int> ring) =>
        [.. ring[ring.IndexOf(step)..], .. ring[..ring.IndexOf(step)]];
}
