namespace Baton.Offers;

/// <summary>The offers of one account at one priority, by age.</summary>
internal sealed class AccountLine
{
    public SortedSet<WaitingOffer> Offers { get; } = [];

    /// <summary>In which round its turn is. Each account gets one job a round.</summary>
    public long Round { get; set; }
}
