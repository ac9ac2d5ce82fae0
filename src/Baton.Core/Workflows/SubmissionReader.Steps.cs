using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Baton.References;
using Baton.Schemas;
using Baton.Steps;

namespace Baton.Workflows;

/// <summary>Names of steps, and what steps want from each other.</summary>
public sealed partial class SubmissionReader
{
    private static string[] NamesOf(List<StepTemplate> templates, JsonPlace at, Findings findings)
    {
        var names = new string[templates.Count];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = templates[i].Name ?? (i < Indexes.Length ? Indexes[i] : i.ToString(CultureInfo.InvariantCulture));
        }

        // One step has nobody to share a name with.
        var owners = names.Length > 1 ? new Dictionary<string, int>(names.Length, StringComparer.Ordinal) : null;
        for (var i = 0; i < names.Length; i++)
        {
            if (NameFault(names[i], i, owners) is { } message)
            {
                at.Enter("steps").Enter(i);
                findings.Fault(at.Of("name"), message);
                JsonMembers.Leave(at, 2);
            }
        }

        return names;
    }

    private static string? NameFault(string name, int index, Dictionary<string, int>? owners)
    {
        if (name == SourceNames.Arguments || (SourceNames.Position(name) is { } position && position != index))
        {
            return $"The name '{name}' is taken: it always means {(name == SourceNames.Arguments ? "the arguments" : "the step at that position")}.";
        }

        return owners is null || owners.TryAdd(name, index)
            ? null
            : $"The name '{JsonText.Cut(name, 64)}' is already that of steps[{owners[name]}].";
    }

    private static ImmutableArray<int>[] DependenciesOf(
        List<StepTemplate> templates, string[] names, JsonElement? arguments, JsonPlace at, Findings findings)
    {
        var references = templates
            .Select(t => t.Recipe is { } recipe && t.Input.ValueKind != JsonValueKind.Undefined ? recipe.FindReferences(t.Input) : [])
            .ToArray();
        var dependencies = new ImmutableArray<int>[templates.Count];
        Array.Fill(dependencies, []);
        if (references.All(r => r.IsEmpty))
        {
            return dependencies;
        }

        var check = new ReferenceCheck(new SourceNames(names), i => templates[i].Recipe, arguments);
        for (var i = 0; i < dependencies.Length; i++)
        {
            at.Enter("steps").Enter(i).Enter("input");
            dependencies[i] = check.DependenciesOf(i, references[i], at, findings);
            JsonMembers.Leave(at, 3);
        }

        foreach (var ring in Dependencies.Rings(dependencies))
        {
            at.Enter("steps").Enter(ring[0]).Enter("input");
            findings.Fault(RingPlace(ring, names, references[ring[0]], at), RingMessage(ring, names));
            JsonMembers.Leave(at, 3);
        }

        return dependencies;
    }

    // The reference that makes the first step of the ring wait for the next.
    private static string RingPlace(ImmutableArray<int> ring, string[] names, ImmutableArray<Reference> references, JsonPlace at)
    {
        var sources = new SourceNames(names);
        var next = ring[1 % ring.Length];
        var reference = references.First(r => sources.TryBind(r, out _)?.Target is ReferenceTarget.Step step && step.Index == next);

        return JsonPlaces.Below(at, reference.SourcePlace);
    }

    private static string RingMessage(ImmutableArray<int> ring, string[] names) =>
        $"These steps wait for each other: {string.Join(" → ", ring.Append(ring[0]).Select(i => JsonText.Cut(names[i], 64)))}.";

    private static readonly string[] Indexes = [.. Enumerable.Range(0, 16).Select(i => i.ToString(CultureInfo.InvariantCulture))];
}
