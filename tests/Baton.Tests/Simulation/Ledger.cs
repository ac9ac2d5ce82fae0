using Baton.Accounts;
using Baton.Claims;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Providers;
using Baton.Workflows;

namespace Baton.Tests.Simulation;

/// <summary>What callers and workers have been told, held against the store when they are told it and after every step from then on.</summary>
internal sealed class Ledger(SimulatedStore store, Func<double> hedgeShare)
{
    /// <summary>While a workflow lives in two processes, one may give back to its budget what the other has used.</summary>
    private const int HedgesUnknown = 2;

    private readonly HashSet<WorkflowId> _submitted = [];
    private readonly Dictionary<(AccountId, string), WorkflowId> _externalIds = [];
    private readonly Dictionary<WorkflowId, WorkflowStatus> _ended = [];
    private readonly HashSet<WorkflowId> _deleted = [];
    private readonly List<(WorkflowId, string)> _tags = [];
    private readonly Dictionary<(JobId, int), WorkerId> _claims = [];
    private readonly Dictionary<JobId, ClaimedJob> _done = [];
    private readonly HashSet<(JobId, int)> _hedged = [];
    private int _jobsClaimed;
    private int _checkedAt;

    public void ToldSubmitted(AccountId account, string? externalId, WorkflowState workflow)
    {
        _submitted.Add(workflow.Id);
        ToldStatus(workflow.Id, workflow);
        if (externalId is not null)
        {
            ToldExisting(account, externalId, workflow.Id);
        }
    }

    public void ToldExisting(AccountId account, string externalId, WorkflowId workflow)
    {
        _submitted.Add(workflow);
        Require(_externalIds.TryAdd((account, externalId), workflow) || _externalIds[(account, externalId)] == workflow, "Durable: an external id named two workflows.");
        Check();
    }

    public void ToldStatus(WorkflowId id, WorkflowState? workflow)
    {
        if (workflow is null)
        {
            Require(!_submitted.Contains(id), "Durable: an accepted workflow was answered as unknown.");
        }
        else if (workflow.Status.IsTerminal())
        {
            Require(_ended.TryAdd(id, workflow.Status) || _ended[id] == workflow.Status, "Terminal: two ends were told of one workflow.");
            Check();
        }
    }

    public void ToldTagged(WorkflowId id, string tag)
    {
        _tags.Add((id, tag));
        Check();
    }

    public void ToldStopped(WorkflowId id, bool isDeleted, WorkflowState workflow)
    {
        Require(workflow.Status.IsTerminal(), "Terminal: a stop was accepted and the workflow goes on.");
        if (isDeleted)
        {
            _deleted.Add(id);
        }

        Check();
    }

    /// <summary>A job that may run twice may be claimed before that is on disk, so nothing follows from its claim.</summary>
    public void ToldClaimed(ClaimedJob job)
    {
        if (job.Type != SimulatedRecipes.Quick)
        {
            Require(_claims.TryAdd((job.Job, job.Lease.Epoch), job.Lease.Worker), "OneWinner: two workers won one claim.");
            Require(Find(job.Job, job.Workflow).Epoch >= job.Lease.Epoch, "Durable: a claim was confirmed and is not on disk.");
        }
    }

    public void ToldReported(ClaimedJob job, WorkflowCommand report)
    {
        if (report is WorkflowCommand.Complete)
        {
            Require(_done.TryAdd(job.Job, job) || _done[job.Job].Lease.Epoch == job.Lease.Epoch, "OneWinner: two outcomes of one job were accepted.");
            Check();
        }
        else
        {
            Require(Find(job.Job, job.Workflow).LiveClaims().All(lease => lease.Epoch != job.Lease.Epoch), "Durable: a report was accepted and the claim is still there.");
        }
    }

    /// <summary>A claim was decided. A second one beside the same first is counted once, however often its save was lost.</summary>
    public void Decided(JobState claimed)
    {
        if (claimed.Hedge is not null)
        {
            _hedged.Add((claimed.Id, claimed.Lease!.Epoch));
            Require(_hedged.Count <= (_jobsClaimed * hedgeShare()) + HedgesUnknown, "Bounded: there were more second claims than the budget allows.");
        }
        else if (claimed.Epoch == 1)
        {
            _jobsClaimed++;
        }
    }

    public bool KnowsClaim(JobId job, int epoch, WorkerId? worker) => _claims.TryGetValue((job, epoch), out var known) && known == worker;

    /// <summary>All that was told still holds, which only a commit can change.</summary>
    public void CheckIfChanged()
    {
        if (_checkedAt != store.Commits)
        {
            Check();
        }
    }

    private void Check()
    {
        _checkedAt = store.Commits;
        foreach (var id in _submitted)
        {
            Require(store.Find(id) is not null, "Durable: an accepted workflow is not in the store.");
        }

        foreach (var (id, status) in _ended)
        {
            Require(store.Find(id)?.Status == status, "Terminal: the store knows another end than was told.");
        }

        foreach (var id in _deleted)
        {
            Require(store.Find(id)?.DeletedAt is not null, "Durable: a workflow that was deleted is back.");
        }

        foreach (var (id, tag) in _tags)
        {
            Require(store.Find(id)?.Tags.Contains(tag) == true, "Durable: a tag that was confirmed is lost.");
        }

        foreach (var (id, claim) in _done)
        {
            var job = Find(id, claim.Workflow);
            Require(
                job.Status == WorkflowStatus.Succeeded && (job.ReportedUnder ?? job.Epoch) == claim.Lease.Epoch && job.ReportedBy == claim.Lease.Worker,
                "OneWinner: a result that was accepted is not the job's.");
        }
    }

    private JobState Find(JobId id, WorkflowId workflow)
    {
        Require(store.Find(workflow)?.TryFindJob(id, out _, out _) == true, "Durable: a job that was claimed is not in the store.");
        var state = store.Find(workflow)!;
        state.TryFindJob(id, out var step, out var index);
        return state.Steps[step].Jobs[index];
    }

    private static void Require(bool holds, string invariant)
    {
        if (!holds)
        {
            throw new BrokenInvariantException(invariant);
        }
    }
}
