using System.Collections.Immutable;
using Baton.Offers;
using Baton.Providers;
using Xunit;

namespace Baton.Core.Tests.Offers;

public sealed class PreferredProvidersTests
{
    private static readonly ProviderId Own = new("own");
    private static readonly ProviderId Rented = new("rented");
    private static readonly ImmutableArray<ProviderId> Both = [Own, Rented];

    private readonly HashSet<ProviderId> _able = [Own, Rented];
    private readonly PreferredProviders _preferred;

    public PreferredProvidersTests() =>
        _preferred = new PreferredProviders(provider => new ProviderTerms { Preference = provider == Own ? 1 : 0 }, _able.Contains);

    [Fact]
    public void Standings_OfProvidersThatAreAllPreferredAlike_AreNone()
    {
        Assert.Empty(_preferred.StandingsOf([Rented]));
        Assert.Empty(_preferred.StandingsOf([Rented, new ProviderId("other")]));
        Assert.Equal([Own, Rented], _preferred.StandingsOf(Both).Select(one => one.Provider));
    }

    [Fact]
    public void Preferred_WhenItCanBeginNothingAnyMore_HasGivenWayOnce()
    {
        _preferred.StandingsOf(Both);
        Assert.False(_preferred.HasOneGivenWay());

        _able.Remove(Own);

        Assert.True(_preferred.HasOneGivenWay());
        Assert.False(_preferred.HasOneGivenWay());
    }

    [Fact]
    public void Preferred_ThatCameAndWentBetweenTwoLooks_HasGivenWay()
    {
        _able.Remove(Own);
        Assert.False(_preferred.HasOneGivenWay());

        _able.Add(Own);
        _preferred.StandingsOf(Both);
        _able.Remove(Own);

        Assert.True(_preferred.HasOneGivenWay());
    }

    [Fact]
    public void Preferred_ThatNobodyWasToldOf_DoesNotGiveWay()
    {
        _able.Remove(Own);
        _preferred.StandingsOf(Both);

        Assert.False(_preferred.HasOneGivenWay());
    }

    [Fact]
    public void LeastPreferred_WhenItGoes_KeepsNobodyWaiting()
    {
        _preferred.StandingsOf(Both);

        _able.Remove(Rented);

        Assert.False(_preferred.HasOneGivenWay());
    }
}
