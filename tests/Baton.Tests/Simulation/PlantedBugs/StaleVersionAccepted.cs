using Baton.Storage;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>A write that was made from an old version goes through all the same.</summary>
internal sealed class StaleVersionAccepted : StoreBug
{
    protected override async Task<SaveResult> Save(IWorkflowStore right, WorkflowWrite write)
    {
        var result = await right.Save(write);
        if (result is not SaveResult.Conflict || await right.Load(write.Id, CancellationToken.None) is not { } winner)
        {
            return result;
        }

        return await right.Save(new WorkflowWrite(write.Take(), winner.Version).DefinitionChanged(true));
    }
}
