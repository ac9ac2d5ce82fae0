using System.Collections.Immutable;
using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Workflows;

namespace Baton.Offers;

/// <summary>A hint to a provider that a job can be claimed. The workflow arbitrates; an offer may be stale.</summary>
/// <param name="Since">When the workflow was created; of two offers alike in all else the older goes first.</param>
public sealed record JobOffer(WorkflowId Workflow, JobId Job, string Type, Priority Priority, AccountId Account, DateTimeOffset Since)
{
    /// <summary>What the job needs and a worker may have locally, such as the AIRs of models.</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <summary>True when it is handed out to see whether a provider or worker that failed others works again; a failure then says nothing of the job.</summary>
    public bool IsTrial { get; init; }
}
