using Baton.Blobs;
using Baton.Workflows;

namespace Baton.Ids;

/// <summary>Where new ids come from, so that tests and the simulation decide them.</summary>
public interface IIds
{
    WorkflowId NewWorkflowId();

    /// <summary>A blob id that ends in <paramref name="extension"/>, which has no dot.</summary>
    BlobId NewBlobId(string extension);
}
