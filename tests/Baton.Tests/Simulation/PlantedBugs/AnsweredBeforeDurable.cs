using Baton.Storage;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>The store says that it has saved while the write still waits for the disk.</summary>
internal sealed class AnsweredBeforeDurable : StoreBug
{
    protected override Task<SaveResult> Save(IWorkflowStore right, WorkflowWrite write)
    {
        _ = right.Save(write);
        return Task.FromResult<SaveResult>(new SaveResult.Saved(write.ExpectedVersion + 1));
    }
}
