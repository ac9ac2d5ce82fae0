using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Providers;

namespace Baton.Offers;

/// <summary>
/// The offers that wait at one provider: higher priority first, then accounts in turns, then the older. Each job stands in it once.
/// <list type="bullet">
/// <item>Of one priority each account with something to do gets one job a round, so however much one of them queues, another's first job waits for one job of each.</item>
/// <item>A lower priority is passed over <see cref="PassedOverMax"/> times in a row at most while it has offers; then one of its own goes first.</item>
/// <item>Among the next few that one goes first of whose resources most are at the worker that asks. Whose turn it is lets <see cref="LookAheadMax"/> others go first
/// at most, and of other accounts only those whose turn comes in the same round: each still gets one job a round.</item>
/// </list>
/// </summary>
public sealed class OfferQueue
{
    /// <summary>So often in a row a lower priority lets a higher one go first.</summary>
    public const int PassedOverMax = 15;

    /// <summary>So many offers are looked at for one whose resources a worker has, and so often the one whose turn it is lets another go first.</summary>
    public const int LookAheadMax = 16;

    private readonly OfferLevel[] _levels = [.. Enum.GetValues<Priority>().Order().Select(priority => new OfferLevel(priority))];
    private readonly Dictionary<JobId, WaitingOffer> _offers = [];
    private long _sequence;

    public int Count => _offers.Count;

    /// <summary>Puts an offer in; one for the same job is replaced and keeps its place when its priority is the same.</summary>
    public void Add(JobOffer offer)
    {
        if (_offers.TryGetValue(offer.Job, out var known))
        {
            if (known.Offer.Priority == offer.Priority)
            {
                return;
            }

            Remove(offer.Job);
        }

        var waiting = new WaitingOffer(offer, _sequence++);
        _offers.Add(offer.Job, waiting);
        LevelOf(waiting).Add(waiting);
    }

    /// <summary>Takes the first offer out; null when none waits.</summary>
    /// <param name="worker">Who gets it, when that makes a difference to which it is.</param>
    public JobOffer? TakeNext(WorkerAsking? worker = null)
    {
        if (NextLevel() is not { } next)
        {
            return null;
        }

        foreach (var level in _levels)
        {
            level.CountPass(next);
        }

        var offer = next.TakeNext(worker);
        _offers.Remove(offer.Job);
        return offer;
    }

    /// <summary>How many go before this job as things are, resources of workers aside, counted up to <paramref name="max"/>; null when it does not wait here.</summary>
    public int? AheadOf(JobId job, int max)
    {
        if (!_offers.TryGetValue(job, out var offer))
        {
            return null;
        }

        var ahead = Above(offer.Offer.Priority);
        return (int)Math.Min(max, ahead + (ahead < max ? LevelOf(offer).AheadOf(offer, max) : 0));
    }

    /// <summary>How many would go before a new job of this account as things are, counted up to <paramref name="max"/>.</summary>
    public int AheadOfNew(AccountId account, Priority priority, int max)
    {
        var ahead = Above(priority);
        return (int)Math.Min(max, ahead + (ahead < max ? _levels[(int)priority].AheadOfNew(account, max) : 0));
    }

    /// <summary>Takes the offer for this job out, if it waits.</summary>
    public bool Remove(JobId job)
    {
        if (!_offers.Remove(job, out var offer))
        {
            return false;
        }

        LevelOf(offer).Remove(offer);
        return true;
    }

    private long Above(Priority priority) => _levels.TakeWhile(level => level.Priority != priority).Sum(level => (long)level.Count);

    private OfferLevel LevelOf(WaitingOffer waiting) => _levels[(int)waiting.Offer.Priority];

    /// <summary>The highest with something in it, unless a lower one has been passed over often enough; of several such the lowest, which has waited the longest.</summary>
    private OfferLevel? NextLevel() =>
        _levels.LastOrDefault(level => level.Count > 0 && level.PassedOver >= PassedOverMax) ?? _levels.FirstOrDefault(level => level.Count > 0);
}
