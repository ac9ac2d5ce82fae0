using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Providers;

namespace Baton.Offers;

/// <summary>The offers of one priority. The accounts stand in a ring, each with its offers in a line of their own, and get one job each a round.</summary>
internal sealed class OfferLevel(Priority priority)
{
    private readonly LinkedList<AccountLine> _ring = [];
    private readonly Dictionary<AccountId, LinkedListNode<AccountLine>> _lines = [];
    private int _wanting;

    public Priority Priority => priority;

    public int Count { get; private set; }

    /// <summary>How often in a row a higher priority went first while this one had offers.</summary>
    public int PassedOver { get; private set; }

    public void Add(WaitingOffer offer)
    {
        if (!_lines.TryGetValue(offer.Offer.Account, out var node))
        {
            node = _ring.AddLast(new AccountLine { Round = _ring.Last?.Value.Round ?? 0 });
            _lines.Add(offer.Offer.Account, node);
        }

        node.Value.Offers.Add(offer);
        Count++;
        _wanting += offer.Offer.Resources.IsEmpty ? 0 : 1;
    }

    /// <summary>Takes the next one out of a level that is not empty; its account goes to the end of the ring, into the next round.</summary>
    public JobOffer TakeNext(WorkerAsking? worker)
    {
        var due = _ring.First!.Value.Offers.Min!;
        var next = worker is { Resources.Count: > 0 } && _wanting > 0 && due.PassedOver < OfferQueue.LookAheadMax ? MostLocal(worker, due) : due;
        due.PassedOver += next == due ? 0 : 1;

        var node = _lines[next.Offer.Account];
        node.Value.Round = _ring.First.Value.Round + 1;
        _ring.Remove(node);
        _ring.AddLast(node);
        Remove(next);
        return next.Offer;
    }

    public void Remove(WaitingOffer offer)
    {
        var node = _lines[offer.Offer.Account];
        node.Value.Offers.Remove(offer);
        Count--;
        _wanting -= offer.Offer.Resources.IsEmpty ? 0 : 1;
        if (node.Value.Offers.Count == 0)
        {
            _ring.Remove(node);
            _lines.Remove(offer.Offer.Account);
        }
    }

    /// <summary>
    /// Of the next few the one of whose resources most are at this worker; of several such the first. Looked at are the next of the account whose turn it is, and the
    /// first of each account whose turn comes in the same round: so no account gets a second job before another has had its first.
    /// </summary>
    private WaitingOffer MostLocal(WorkerAsking worker, WaitingOffer due)
    {
        var (best, local) = (due, worker.CountLocal(due.Offer.Resources));
        var front = _ring.First!;
        foreach (var offer in front.Value.Offers.Take(OfferQueue.LookAheadMax))
        {
            Consider(offer);
        }

        var looked = 0;
        for (var node = front.Next; node?.Value.Round == front.Value.Round && looked < OfferQueue.LookAheadMax; node = node.Next, looked++)
        {
            Consider(node.Value.Offers.Min!);
        }

        return best;

        void Consider(WaitingOffer offer)
        {
            if (worker.CountLocal(offer.Offer.Resources) is var count && count > local)
            {
                (best, local) = (offer, count);
            }
        }
    }

    /// <summary>Notes which level went.</summary>
    public void CountPass(OfferLevel went)
    {
        if (went == this || Count == 0)
        {
            PassedOver = 0;
        }
        else if (went.Priority < Priority)
        {
            PassedOver++;
        }
    }

    /// <summary>How many of this level go before the offer, counted up to <paramref name="max"/> or a little more.</summary>
    public long AheadOf(WaitingOffer offer, int max)
    {
        var own = _lines[offer.Offer.Account].Value.Offers;
        return AheadOf(own, own.Take(max).TakeWhile(other => other.CompareTo(offer) < 0).Count(), max);
    }

    /// <summary>How many of this level would go before a new offer of this account.</summary>
    public long AheadOfNew(AccountId account, int max) =>
        _lines.TryGetValue(account, out var node) ? AheadOf(node.Value.Offers, node.Value.Offers.Count, max) : AheadOf(own: null, rounds: 0, max);

    /// <summary>With so many before it in its own line, those of the others in that many rounds go first, and one more of those that stand before it in the ring.</summary>
    private long AheadOf(SortedSet<WaitingOffer>? own, int rounds, int max)
    {
        long ahead = rounds;
        var isBefore = true;
        foreach (var line in _ring)
        {
            isBefore &= line.Offers != own;
            if (line.Offers != own && ahead < max)
            {
                ahead += Math.Min(line.Offers.Count, rounds + (isBefore ? 1 : 0));
            }
        }

        return ahead;
    }
}
