namespace Baton.Offers;

/// <summary>An offer in its queue. Those of one account and priority go by age, and of one age in the order they came.</summary>
/// <param name="Sequence">Makes each unique.</param>
internal sealed record WaitingOffer(JobOffer Offer, long Sequence) : IComparable<WaitingOffer>
{
    /// <summary>How often another went first although it was this one's turn, because a worker had what the other needs.</summary>
    public int PassedOver { get; set; }

    public int CompareTo(WaitingOffer? other) =>
        Offer.Since != other!.Offer.Since ? Offer.Since.CompareTo(other.Offer.Since) : Sequence.CompareTo(other.Sequence);
}
