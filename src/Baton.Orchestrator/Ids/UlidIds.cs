using Baton.Blobs;
using Baton.Workflows;

namespace Baton.Ids;

/// <summary>Ids from the clock and the system's cryptographic randomness.</summary>
internal sealed class UlidIds(TimeProvider time) : IIds
{
    private readonly UlidSequence _workflows = new();

    public WorkflowId NewWorkflowId() => new($"wf_{_workflows.Next(time.GetUtcNow())}");

    public BlobId NewBlobId(string extension) => new($"blob_{UlidText.New(time.GetUtcNow())}.{extension}");
}
