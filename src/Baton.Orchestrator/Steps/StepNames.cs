using System.Globalization;
using Baton.Workflows;

namespace Baton.Steps;

/// <summary>Finds the step that a caller means: by its name, by its index, or by <c>$</c> and its index.</summary>
internal static class StepNames
{
    /// <summary>A name goes before an index, so that a step called "1" is found by its name wherever it stands. Null when there is none.</summary>
    public static int? Find(WorkflowState workflow, string name)
    {
        var steps = workflow.Definition.Steps;
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i].Name == name)
            {
                return i;
            }
        }

        return int.TryParse(name.AsSpan(name.StartsWith('$') ? 1 : 0), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < steps.Length
            ? index
            : null;
    }
}
