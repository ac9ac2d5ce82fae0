using System.Collections.Concurrent;
using Baton.Providers.Adapters;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Baton.Tests.Providers.Adapters;

public sealed class HealthGateTests : IDisposable
{
    private static readonly TimeSpan Reach = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly ConcurrentQueue<TimeSpan> _asked = new();
    private readonly HealthGate _gate;
    private Func<Task<bool>> _answer = () => Task.FromResult(true);

    public HealthGateTests() => _gate = new HealthGate((within, _) => Probe(within), Reach, _time);

    public void Dispose() => _gate.Dispose();

    [Fact]
    public async Task Job_JustAfterAnAnswer_GoesWithoutALook()
    {
        _gate.There();
        _time.Advance(HealthGate.FreshFor - TimeSpan.FromTicks(1));

        Assert.True(await _gate.IsThere(BatonHost.Stop));
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task Job_AMomentAfterTheLastAnswer_IsPrecededByALook()
    {
        _gate.There();
        _time.Advance(HealthGate.FreshFor);

        Assert.True(await _gate.IsThere(BatonHost.Stop));
        Assert.Equal([Reach], _asked);
        Assert.True(_gate.IsOpen);
    }

    [Fact]
    public async Task Look_WithoutAnAnswer_FindsTheServiceAway()
    {
        _answer = () => Task.FromResult(false);

        Assert.False(await _gate.IsThere(BatonHost.Stop));
    }

    [Fact]
    public void Away_IsNewsOnceUntilTheServiceAnswers()
    {
        bool[] news = [_gate.Away(), _gate.Away()];
        _gate.There();

        Assert.Equal([true, false, true], news.Append(_gate.Away()));
    }

    [Fact]
    public async Task Look_IsSharedByAllWhoAskMeanwhile()
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _answer = () => answer.Task;

        var asking = Enumerable.Range(0, 20).Select(_ => _gate.IsThere(BatonHost.Stop)).ToArray();
        answer.SetResult(true);

        Assert.All(await Task.WhenAll(asking), Assert.True);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task Look_ThatFailsWhileAnotherCallIsAnswered_FindsTheServiceThere()
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _answer = () => answer.Task;

        var asking = _gate.IsThere(BatonHost.Stop);
        _time.Advance(Reach / 2);
        _gate.There();
        answer.SetResult(false);

        Assert.True(await asking);
    }

    [Theory]
    [InlineData(0.1, 1)]
    [InlineData(0.5, 1.5)]
    [InlineData(2, 6)]
    [InlineData(4, 10)]
    public async Task Look_AtAServiceKnownToBeSlow_TakesItsTime(double tookSeconds, double givenSeconds)
    {
        _answer = () => Answered(TimeSpan.FromSeconds(tookSeconds));
        await _gate.IsThere(BatonHost.Stop);
        _time.Advance(HealthGate.FreshFor);

        await _gate.IsThere(BatonHost.Stop);

        Assert.Equal([Reach, TimeSpan.FromSeconds(givenSeconds)], _asked);
    }

    [Fact]
    public async Task Gate_ThatIsClosed_GivesASlowServiceLongerThanAJobDoes()
    {
        _gate.Away();
        _answer = () => Answered(TimeSpan.FromSeconds(2));

        await _gate.WhenOpen(BatonHost.Stop);

        Assert.Equal([HealthGate.ProbeTimeout], _asked);
        Assert.True(_gate.IsOpen);
    }

    private Task<bool> Probe(TimeSpan within)
    {
        _asked.Enqueue(within);
        return _answer();
    }

    private Task<bool> Answered(TimeSpan after)
    {
        _time.Advance(after);
        return Task.FromResult(true);
    }
}
