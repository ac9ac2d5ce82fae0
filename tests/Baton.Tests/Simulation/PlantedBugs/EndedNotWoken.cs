using Baton.Contracts.Workflows;
using Baton.Storage;
using Baton.Workflows;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>A workflow that has ended is not woken for what it still has to tell.</summary>
internal sealed class EndedNotWoken : StoreBug
{
    protected override async Task<IReadOnlyList<WorkflowId>> Overdue(IWorkflowStore right, DateTimeOffset now, int max)
    {
        var unfinished = new List<WorkflowId>();
        foreach (var id in await right.Overdue(now, max, CancellationToken.None))
        {
            if (await right.Load(id, CancellationToken.None) is { } stored && !stored.State.Status.IsTerminal())
            {
                unfinished.Add(id);
            }
        }

        return unfinished;
    }
}
