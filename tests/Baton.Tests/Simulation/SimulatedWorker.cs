using System.Text.Json;
using Baton.Claims;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Offers;
using Baton.Providers;
using Baton.Workflows;

namespace Baton.Tests.Simulation;

/// <summary>
/// A worker that does one job at a time, badly: it is slow, hangs, forgets, repeats itself, and comes back with reports long after its claim has
/// ended. One inside a process reports as those do and dies with it; one outside has its reports confirmed on disk.
/// </summary>
internal sealed class SimulatedWorker(World world, ProviderId provider, WorkerId id, SimulatedProcess? home)
{
    private static readonly JsonElement Output = JsonElement.Parse("{}");

    private readonly SimulatedQueue _queue = world.Queues.Of(provider);
    private readonly List<(ClaimedJob Job, WorkflowCommand Report)> _memories = [];
    private ClaimedJob? _holding;
    private Purchase? _purchase;
    private OfferWait? _wait;
    private bool _asking;

    public ProviderId Provider => provider;

    public WorkerId Id => id;

    public bool IsAlive => home?.IsAlive != false;

    /// <summary>True while it has a job, was offered one, or has not forgotten one.</summary>
    public bool IsBusy => _holding is not null || _wait?.Offer is not null || _memories.Count > 0;

    /// <summary>Does the next thing; false when there was nothing to do.</summary>
    public bool TakeTurn(bool honest)
    {
        if (_asking)
        {
            return false;
        }

        if (!honest && _memories.Count > 0 && world.Chance(6))
        {
            var (job, report) = _memories[world.Pick(_memories.Count)];
            return Begin(Report(job, report, mayStillHold: false));
        }

        if (_holding is { } buying && MustBuy(buying) && (honest || world.Chance(2)))
        {
            return Begin(Buy(buying));
        }

        if (_holding is { } held)
        {
            return honest ? Begin(Report(held, Complete(held), mayStillHold: true)) : Work(held);
        }

        return (honest || world.Chance(2)) && (TakeOffer(mayWait: !honest || !_queue.IsEmpty) is { } offer) && Begin(Claim(offer));
    }

    /// <summary>It does not want a job any more.</summary>
    public void StopAsking()
    {
        _wait?.HangUp();
        _wait = null;
    }

    /// <summary>What it was offered; else it asks for an offer, and waits for one.</summary>
    private JobOffer? TakeOffer(bool mayWait)
    {
        _wait = _wait?.IsInVain == true ? null : _wait;
        _wait ??= mayWait ? _queue.Ask(id) : null;
        var offer = _wait?.Offer;
        _wait = offer is null ? _wait : null;
        return offer;
    }

    private bool Work(ClaimedJob job)
    {
        switch (world.Shape.Temper.Of(world.Pick(20)))
        {
            case WorkerDeed.Complete when MustBuy(job):
                return false;
            case WorkerDeed.Complete:
                return Begin(Report(job, Complete(job), mayStillHold: true));
            case WorkerDeed.Fail:
                return Begin(Report(job, Fail(job, JobFailureKind.Transient), mayStillHold: true));
            case WorkerDeed.FailOddly:
                return Begin(Report(job, Fail(job, world.Chance(3) ? JobFailureKind.Rejected : (JobFailureKind)world.Pick(4)), mayStillHold: true));
            case WorkerDeed.HandBack:
                return Begin(Report(job, new WorkflowCommand.HandBack(job.Job, HolderOf(job)), mayStillHold: true));
            case WorkerDeed.Renew:
                return Begin(Renew(job));
            case WorkerDeed.Hang:
                world.Log.Add("hangs", id.Value);
                if (!MustBuy(job))
                {
                    _memories.Add((job, Complete(job)));
                }

                _holding = null;
                return true;
            case WorkerDeed.Crash when home is null && world.Chance(4):
                world.Log.Add("crashes", id.Value);
                StopAsking();
                _memories.Clear();
                _holding = null;
                return true;
            default:
                return false;
        }
    }

    private bool Begin(Task<bool> doing)
    {
        _asking = true;
        _ = Finish(doing);
        return !doing.IsCompletedSuccessfully || doing.Result;
    }

    private async Task Finish(Task doing)
    {
        try
        {
            await doing;
        }
        catch (BrokenInvariantException broken)
        {
            world.Fail(broken);
        }
        finally
        {
            _asking = false;
        }
    }

    private async Task<bool> Claim(JobOffer offer)
    {
        world.Log.Add("takes offer", id.Value);
        var claim = new WorkflowCommand.Claim(offer.Job, provider, id, TimeSpan.FromSeconds(10 + world.Pick(50)), WorkflowStatus.Processing) { IsTrial = offer.IsTrial };
        var answer = await world.Cluster.Ask(offer.Workflow, actor => actor.Claim(claim, onDisk: home is null));
        if (answer is { IsGiven: true, Value: { } job } && IsAlive)
        {
            world.Log.Add("claimed", job.Job.Value, job.Lease.Epoch);
            world.Ledger.ToldClaimed(job);
            _holding = job;
            _purchase = job.Request is { } left ? new Purchase(left.Key, left.RemoteId, IsNoted: left.RemoteId is not null) : null;
        }

        return true;
    }

    /// <summary>Only what costs money is bought, and only a process writes down that it does.</summary>
    private bool MustBuy(ClaimedJob job) => home is not null && job.Type == SimulatedRecipes.Paid && _purchase?.IsNoted != true;

    /// <summary>One thing at a turn, so that a crash comes between any two: writes down that it will buy, buys, writes down what the shop calls it.</summary>
    private async Task<bool> Buy(ClaimedJob job)
    {
        if (_purchase is { RemoteId: null } begun)
        {
            _purchase = begun with { RemoteId = world.Shop.FindOrBuy(job.Job, begun.Key) };
            world.Log.Add("bought", job.Job.Value);
            return true;
        }

        var key = _purchase?.Key ?? $"{job.Job}-{job.Lease.Epoch}";
        var answer = await Send(job, new WorkflowCommand.NoteRequest(job.Job, HolderOf(job), key, _purchase?.RemoteId));
        switch (answer)
        {
            case { IsGiven: true, Value: ActorReply.Accepted }:
                _purchase = new Purchase(key, _purchase?.RemoteId, IsNoted: _purchase is not null);
                break;
            case { IsGiven: true }:
                _holding = _holding == job ? null : _holding;
                break;
        }

        return true;
    }

    private async Task<bool> Renew(ClaimedJob job)
    {
        var renewal = new WorkflowCommand.Renew(job.Job, HolderOf(job), TimeSpan.FromSeconds(10 + world.Pick(50)), WorkflowStatus.Processing, Progress: null);
        var answer = await Send(job, renewal);
        if (answer is { IsGiven: true, Value: ActorReply.Refused or ActorReply.NotFound })
        {
            _holding = _holding == job ? null : _holding;
        }

        return true;
    }

    private async Task<bool> Report(ClaimedJob job, WorkflowCommand report, bool mayStillHold)
    {
        _memories.Add((job, report));
        var answer = await Send(job, report);
        if (!answer.IsGiven && mayStillHold && world.Chance(2))
        {
            return true; // It reports again at its next turn.
        }

        world.Log.Add(answer.Value is ActorReply.Accepted ? "report accepted" : "report refused", job.Job.Value, job.Lease.Epoch);
        _holding = _holding == job ? null : _holding;
        if (answer is { IsGiven: true, Value: ActorReply.Accepted } && job.Type != SimulatedRecipes.Quick)
        {
            world.Ledger.ToldReported(job, report);
        }

        return true;
    }

    private Task<Answer<ActorReply>> Send(ClaimedJob job, WorkflowCommand report) =>
        world.Cluster.Ask(job.Workflow, actor => actor.Report(job.Job, report, onDisk: home is null));

    private static WorkflowCommand.Complete Complete(ClaimedJob job) => new(job.Job, HolderOf(job), Output, []);

    private static WorkflowCommand.Fail Fail(ClaimedJob job, JobFailureKind kind) => new(job.Job, HolderOf(job), kind, "It did not work.");

    /// <summary>How far buying has come.</summary>
    private sealed record Purchase(string Key, string? RemoteId, bool IsNoted);

    private static ClaimHolder HolderOf(ClaimedJob job) => new(job.Lease.Worker, job.Lease.Epoch);
}
