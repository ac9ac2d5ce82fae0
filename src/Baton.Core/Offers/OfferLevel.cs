using Baton.Accounts;
using Baton.Contracts.Workflows;

namespace Baton.Offers;

/// <summary>The offers of one priority. The accounts stand in a ring, each with its offers in a line of their own, and get one job each a round.</summary>
internal sealed class OfferLevel(Priority priority)
{
    private readonly LinkedList<SortedSet<WaitingOffer>> _ring = [];
    private readonly Dictionary<AccountId, LinkedListNode<SortedSet<WaitingOffer>>> _lines = [];

    public Priority Priority => priority;

    public int Count { get; private set; }

    /// <summary>How often in a row a higher priority went first while this one had offers.</summary>
    public int PassedOver { get; private set; }

    public void Add(WaitingOffer offer)
    {
        if (!_lines.TryGetValue(offer.Offer.Account, out var node))
        {
            node = _ring.AddLast(new SortedSet<WaitingOffer>());
            _lines.Add(offer.Offer.Account, node);
        }

        node.Value.Add(offer);
        Count++;
    }

    /// <summary>Takes the next one out of a level that is not empty; its account goes to the end of the ring.</summary>
    public JobOffer TakeNext()
    {
        var node = _ring.First!;
        var next = node.Value.Min!;
        _ring.Remove(node);
        _ring.AddLast(node);
        Remove(next);
        return next.Offer;
    }

    public void Remove(WaitingOffer offer)
    {
        var node = _lines[offer.Offer.Account];
        node.Value.Remove(offer);
        Count--;
        if (node.Value.Count == 0)
        {
            _ring.Remove(node);
            _lines.Remove(offer.Offer.Account);
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
        // With so many before it in its own line, those of the others in that many rounds go first, and one more of those that stand before it in the ring.
        var own = _lines[offer.Offer.Account].Value;
        var rounds = own.Take(max).TakeWhile(other => other.CompareTo(offer) < 0).Count();
        long ahead = rounds;
        var isBefore = true;
        foreach (var line in _ring)
        {
            isBefore &= line != own;
            if (line != own && ahead < max)
            {
                ahead += Math.Min(line.Count, rounds + (isBefore ? 1 : 0));
            }
        }

        return ahead;
    }
}
