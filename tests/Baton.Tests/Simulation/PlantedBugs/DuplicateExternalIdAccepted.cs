using Baton.Storage;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>The store does not look whether an external id has been used.</summary>
internal sealed class DuplicateExternalIdAccepted : StoreBug
{
    protected override Task<SaveResult> Save(IWorkflowStore right, WorkflowWrite write)
    {
        if (write.ExpectedVersion != 0)
        {
            return right.Save(write.DefinitionChanged(true));
        }

        var state = write.Take();
        return right.Save(new WorkflowWrite(state with { Definition = state.Definition with { ExternalId = null } }, 0));
    }
}
