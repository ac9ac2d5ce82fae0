using System.Collections.Immutable;
using Baton.Blobs;
using Baton.Claims;
using Baton.Client.Workers;

namespace Baton.Jobs;

/// <summary>What an in-process handler works with while it runs one job. Disposing removes what it left behind.</summary>
internal interface IRunningJob : IJobContext, IAsyncDisposable
{
    /// <summary>The blobs stored so far.</summary>
    ImmutableArray<BlobId> Blobs { get; }
}

/// <summary>Opens the context of a job that a worker of this process has won.</summary>
internal interface IRunningJobs
{
    IRunningJob Open(ClaimedJob job, Action<double> progress);
}
