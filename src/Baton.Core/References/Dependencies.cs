using System.Collections.Immutable;

namespace Baton.References;

/// <summary>Which step waits for which.</summary>
public static class Dependencies
{
    /// <summary>
    /// The rings in which steps wait for each other and none could ever begin; each as the indexes in the order of waiting. Time and
    /// result are bounded by the number of steps and dependencies.
    /// </summary>
    public static IReadOnlyList<ImmutableArray<int>> Rings(IReadOnlyList<ImmutableArray<int>> dependsOn)
    {
        var rings = new List<ImmutableArray<int>>();
        var state = new Visit[dependsOn.Count];
        for (var step = 0; step < dependsOn.Count; step++)
        {
            Walk(step, dependsOn, state, rings);
        }

        return rings;
    }

    // Depth first with a stack of its own: a chain may be as long as a workflow may have steps.
    private static void Walk(int first, IReadOnlyList<ImmutableArray<int>> dependsOn, Visit[] state, List<ImmutableArray<int>> rings)
    {
        if (state[first] != Visit.Not)
        {
            return;
        }

        var path = new List<(int Step, int Next)> { (first, 0) };
        state[first] = Visit.OnPath;
        while (path.Count > 0)
        {
            var (step, next) = path[^1];
            if (next == dependsOn[step].Length)
            {
                state[step] = Visit.Done;
                path.RemoveAt(path.Count - 1);
                continue;
            }

            path[^1] = (step, next + 1);
            var source = dependsOn[step][next];
            if (state[source] == Visit.OnPath)
            {
                rings.Add([.. path.SkipWhile(p => p.Step != source).Select(p => p.Step)]);
            }
            else if (state[source] == Visit.Not)
            {
                state[source] = Visit.OnPath;
                path.Add((source, 0));
            }
        }
    }

    private enum Visit
    {
        Not,
        OnPath,
        Done,
    }
}
