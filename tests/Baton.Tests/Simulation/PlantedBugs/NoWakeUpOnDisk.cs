using Baton.Storage;
using Baton.Workflows;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>Nothing on disk says when a workflow must be looked at again.</summary>
internal sealed class NoWakeUpOnDisk : StoreBug
{
    protected override Task<IReadOnlyList<WorkflowId>> Overdue(IWorkflowStore right, DateTimeOffset now, int max) =>
        Task.FromResult<IReadOnlyList<WorkflowId>>([]);
}
