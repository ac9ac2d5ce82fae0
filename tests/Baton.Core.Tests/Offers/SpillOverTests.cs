using System.Collections.Immutable;
using Baton.Core.Tests.Jobs;
using Baton.Core.Tests.Steps;
using Baton.Core.Tests.Workflows;
using Baton.Jobs;
using Baton.Offers;
using Baton.Providers;
using Baton.Workflows;
using CsCheck;
using Xunit;

namespace Baton.Core.Tests.Offers;

/// <summary>Own hardware first; what is paid for takes over past a stated wait, and at once when the own is not there.</summary>
public sealed class SpillOverTests
{
    private static readonly DateTimeOffset Start = AWorkflow.Start;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);
    private static readonly SpillCandidate Own = new(AJob.Slow, new ProviderTerms { Preference = 1 }, CanBegin: true);
    private static readonly SpillCandidate Paid = new(AJob.Fast, new ProviderTerms { SpillAfter = Wait }, CanBegin: true);

    [Fact]
    public void Paid_WhileTheOwnIsThere_IsHeldBackForAsLongAsWasSaid()
    {
        Assert.Equal([new HeldBack(AJob.Fast, Start + Wait, AJob.Slow)], At(TimeSpan.Zero, AJob.Unassigned, Own, Paid));
        Assert.NotEmpty(At(Wait - TimeSpan.FromTicks(1), AJob.Unassigned, Own, Paid));
        Assert.Empty(At(Wait, AJob.Unassigned, Own, Paid));
    }

    [Fact]
    public void Paid_WhenTheOwnCanBeginNothing_MayHaveTheJobAtOnce() =>
        Assert.Empty(At(TimeSpan.Zero, AJob.Unassigned, Own with { CanBegin = false }, Paid));

    [Fact]
    public void Paid_WhenTheOwnHasRefusedTheJob_MayHaveItAtOnce() =>
        Assert.Empty(At(TimeSpan.Zero, AJob.Unassigned with { Troubles = [new ProviderTrouble { Provider = AJob.Slow, Exhausted = true, Rejected = true }] }, Own, Paid));

    [Fact]
    public void Paid_WhileTheOwnPausesForThisJob_MayHaveItAtOnce() =>
        Assert.Empty(At(TimeSpan.Zero, AJob.PausedFor(AJob.Slow, Start.AddSeconds(1)), Own, Paid));

    [Fact]
    public void Paid_WithARequestOfTheJobUnderWay_IsNotKeptFromGoingOnWithIt()
    {
        var job = AJob.Unassigned with { Requests = [new ExternalRequest { Provider = AJob.Fast, Key = "key", NotedAt = Start, HeldUntil = Start.AddMinutes(2) }] };

        Assert.Empty(At(TimeSpan.Zero, job, Own, Paid));
    }

    [Fact]
    public void Job_ThatItsWorkerHandedBack_WaitsAnew()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);
        run.Pass(TimeSpan.FromSeconds(50)).HandBack(AJob.Slow);

        Assert.Equal(run.Now + Wait, Assert.Single(SpillOver.HeldBackFrom(run.Job(), run.Step(0).ReadyAt!.Value, [Own, Paid], run.Now)).Until);
    }

    [Fact]
    public void Job_ThatHasFailedSomewhere_HasWaitedFromTheBeginning()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Fast);
        run.Pass(TimeSpan.FromSeconds(50)).Fail(AJob.Fast, JobFailureKind.Transient);

        Assert.Empty(SpillOver.HeldBackFrom(run.Job(), run.Step(0).ReadyAt!.Value, [Own, Paid], run.Now));
    }

    [Fact]
    public void Replacement_OfAJobThatFailed_WaitsFromWhenItWasMade()
    {
        var run = new WorkflowRun(AStep.Of(jobs: 1, retries: 1));
        run.Pass(TimeSpan.FromSeconds(50)).Exhaust();

        Assert.Equal(run.Now, run.Job(number: 1).WaitsSince);
    }

    [Fact]
    public void SpillOver_OfAWaitingJob_IsOneOfTheThingsThatItIsWokenFor()
    {
        var run = new WorkflowRun(AStep.OneJob);

        HoldBack(run);

        Assert.Equal(Start + Wait, WakeUp.At(run.Workflow));
    }

    [Fact]
    public void SpillOver_OnceItHasCome_IsNotDueForEver()
    {
        var run = new WorkflowRun(AStep.OneJob);
        HoldBack(run);

        run.Pass(Wait).Wake();

        Assert.Null(run.Job().SpillAt);
    }

    [Fact]
    public void SpillOver_OfAJobThatSomebodyHas_IsOver()
    {
        var run = new WorkflowRun(AStep.OneJob);
        HoldBack(run);

        run.Claim(AJob.Slow);

        Assert.Null(run.Job().SpillAt);
        HoldBack(run);
        Assert.Null(run.Job().SpillAt);
    }

    [Fact]
    public void SecondClaim_BesideTheOwn_IsNotForThePaid()
    {
        Assert.Equal([AJob.Fast], SpillOver.TooDearBeside(AJob.Slow, [Own, Paid]));
        Assert.Empty(SpillOver.TooDearBeside(AJob.Fast, [Own, Paid]));
    }

    [Fact]
    public void AnyProviders_AtAnyTime_LeaveSomebodyWhoMayHaveTheJob() => Any.Sample(world =>
    {
        var held = HeldBackAt(world, world.Waited);

        Assert.True(held.Length < world.Candidates.Length);
        Assert.DoesNotContain(held, one => one.Provider == world.Candidates.MaxBy(candidate => candidate.Terms.Preference)!.Provider);
    });

    [Fact]
    public void AnyProvider_HeldBack_StandsBehindOneThatCanHaveTheJobNow() => Any.Sample(world =>
    {
        Assert.All(HeldBackAt(world, world.Waited), held =>
        {
            var (own, best) = (world.Of(held.Provider), world.Of(held.BehindOf));
            Assert.True(best.Terms.Preference > own.Terms.Preference);
            Assert.True(best.CanBegin && !world.HasTrouble(best.Provider));
            Assert.Equal(Start + own.Terms.SpillAfter, held.Until);
            Assert.True(Start + world.Waited < held.Until);
        });
    });

    [Fact]
    public void AnyProvider_NotHeldBack_HasNobodyBeforeItOrHasWaited() => Any.Sample(world =>
    {
        var held = HeldBackAt(world, world.Waited);
        foreach (var open in world.Candidates.Where(candidate => held.All(one => one.Provider != candidate.Provider)))
        {
            var isFirst = world.Candidates.All(other => other.Terms.Preference <= open.Terms.Preference || !other.CanBegin || world.HasTrouble(other.Provider));
            Assert.True(isFirst || world.Waited >= open.Terms.SpillAfter);
        }
    });

    [Fact]
    public void AnyProviders_WhenTheNextSpillOverHasCome_AreFewerThatAreHeldBack() => Any.Sample(world =>
    {
        var held = HeldBackAt(world, world.Waited);
        if (SpillOver.NextAt(held) is { } next)
        {
            Assert.True(HeldBackAt(world, next - Start).Length < held.Length);
        }

        Assert.Empty(HeldBackAt(world, TimeSpan.FromHours(1)));
    });

    [Fact]
    public void AnyProviders_AllPreferredAlike_AreNeverHeldBack() => Any.Sample(world =>
        Assert.Empty(HeldBackAt(world with { Candidates = [.. world.Candidates.Select(one => one with { Terms = one.Terms with { Preference = 7 } })] }, world.Waited)));

    private static void HoldBack(WorkflowRun run) =>
        run.Decide(new WorkflowCommand.HoldBack(ImmutableDictionary<JobId, DateTimeOffset?>.Empty.Add(run.Job().Id, Start + Wait)));

    private static ImmutableArray<HeldBack> At(TimeSpan waited, JobState job, params ImmutableArray<SpillCandidate> candidates) =>
        SpillOver.HeldBackFrom(job, Start, candidates, Start + waited);

    private static ImmutableArray<HeldBack> HeldBackAt(Providers world, TimeSpan waited) => At(waited, world.Job, world.Candidates);

    private static readonly Gen<Providers> Any =
        from count in Gen.Int[1, 6]
        from preferences in Gen.Int[-2, 2].Array[count]
        from waits in Gen.Int[0, 60].Array[count]
        from able in Gen.Bool.Array[count]
        from troubled in Gen.Int[0, 3].Array[count]
        from waited in Gen.Int[0, 60]
        select new Providers(
            [.. Enumerable.Range(0, count).Select(i => new SpillCandidate(
                new ProviderId($"p{i}"), new ProviderTerms { Preference = preferences[i], SpillAfter = TimeSpan.FromSeconds(waits[i]) }, able[i]))],
            AJob.Unassigned with { Troubles = [.. Enumerable.Range(0, count).Where(i => troubled[i] == 0).Select(i => new ProviderTrouble { Provider = new ProviderId($"p{i}"), Exhausted = true })] },
            TimeSpan.FromSeconds(waited));

    /// <summary>Some providers, and a job that has waited for so long.</summary>
    private sealed record Providers(ImmutableArray<SpillCandidate> Candidates, JobState Job, TimeSpan Waited)
    {
        public SpillCandidate Of(ProviderId provider) => Candidates.Single(candidate => candidate.Provider == provider);

        public bool HasTrouble(ProviderId provider) => Job.TroubleWith(provider) is not null;
    }
}
