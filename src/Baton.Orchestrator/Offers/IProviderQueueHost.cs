namespace Baton.Offers;

/// <summary>What a provider's queue needs from whatever hosts it.</summary>
internal interface IProviderQueueHost
{
    /// <summary>How many wait, or whether they are paused, may have changed.</summary>
    void Changed();

    /// <summary>Has <see cref="ProviderQueueActor.Ring"/> called after this time. Only the latest call counts.</summary>
    void RingAfter(TimeSpan wait);
}
