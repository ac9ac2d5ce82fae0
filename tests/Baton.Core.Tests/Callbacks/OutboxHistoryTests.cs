using Baton.Callbacks;
using Baton.Contracts.Workflows;
using Baton.Core.Tests.Workflows;
using Baton.Jobs;
using Baton.Workflows;
using CsCheck;
using Xunit;

namespace Baton.Core.Tests.Callbacks;

/// <summary>What endpoints are told of any workflow, whatever happens to it and however badly they listen (invariant InOrder).</summary>
public sealed class OutboxHistoryTests
{
    [Fact]
    public void Event_IsThereExactlyOnce_ForEachTransitionAndForNothingElse() => EachPlay(told =>
        Assert.All(told.Moments, moment => Assert.Equal(
            TransitionsOf(moment.Moment).Order(StringComparer.Ordinal),
            moment.Prompt.Select(Subject).Order(StringComparer.Ordinal))));

    [Fact]
    public void EndOfAJob_IsToldBeforeThatOfItsStep_AndThatBeforeTheWorkflows() => EachPlay(told =>
    {
        var prompt = told.Prompt.Where(happened => happened.Status.IsTerminal()).ToList();
        for (var i = 0; i < prompt.Count; i++)
        {
            var later = prompt.Skip(i + 1);
            Assert.DoesNotContain(later, other => prompt[i].Kind == "workflow" || (prompt[i].Kind == "step" && other.Kind == "job" && other.Step == prompt[i].Step));
        }
    });

    [Fact]
    public void Numbers_ThatAnEndpointGets_HaveNoGapsAndAreNeverUsedTwice() => EachPlay(told =>
    {
        Assert.Equal(Enumerable.Range(1, told.Prompt.Count), told.Prompt.Select(happened => happened.Number));
        Assert.Equal(Enumerable.Range(1, told.Slow.Count), told.Slow.Select(happened => happened.Number));
        Assert.Equal(Enumerable.Range(1, told.Choosy.Count), told.Choosy.Select(happened => happened.Number));
    });

    [Fact]
    public void SlowEndpoint_MissesOnlyWhatWasSaidAgainLater_AndNoEnd() => EachPlay(told =>
    {
        Assert.True(IsPartOf(told.Slow, told.Prompt));
        var missed = told.Prompt.Select(Identity).Except(told.Slow.Select(Identity)).ToHashSet();
        foreach (var (happened, index) in told.Prompt.Select((happened, index) => (happened, index)).Where(told => missed.Contains(Identity(told.happened))))
        {
            Assert.False(happened.Status.IsTerminal());
            Assert.Contains(told.Prompt.Skip(index + 1), later => Subject(later) == Subject(happened) && !missed.Contains(Identity(later)));
        }
    });

    [Fact]
    public void ChoosyEndpoint_IsToldWhatItAskedForAndNothingElse() => EachPlay(told =>
        Assert.Equal(
            told.Prompt.Where(happened => happened.Kind == "workflow" || (happened.Kind == "job" && happened.Status == WorkflowStatus.Failed)).Select(Identity),
            told.Choosy.Select(Identity)));

    [Fact]
    public void WhatWaits_IsBounded_ByWhatThereIsToTellOf() => EachPlay(told =>
    {
        // The first may be on its way; each subject has one of each status behind it at most.
        Assert.All(told.Moments, moment =>
        {
            var waiting = moment.Moment.After.Outbox!.Queues[1].Waiting;
            Assert.Equal(waiting.Skip(1).Select(Subject).Distinct().Count(), waiting.Skip(1).Count());
        });
    });

    [Fact]
    public void WakeUp_IsNeverLaterThanACallbackIsDue_AndIsThereWhileOneWaits() => EachPlay(told =>
        Assert.All(told.Moments, moment =>
        {
            var queues = moment.Moment.After.Outbox!.Queues;
            Assert.All(queues, queue => Assert.Equal(queue.Waiting.IsEmpty, queue.DueAt is null));
            Assert.All(queues, queue => Assert.True(queue.DueAt is null || WakeUp.At(moment.Moment.After) <= queue.DueAt));
        }));

    [Fact]
    public void Stored_AndReadBack_IsTheSameOutbox() => EachPlay(told =>
    {
        var workflow = told.Moments[^1].Moment.After;

        Assert.Equal(StoredText.Of(workflow), StoredText.Of(StoredText.Read(StoredText.Of(workflow), workflow.Definition)));
    });

    private static void EachPlay(Action<OutboxHistory> holds) => History.Any.Sample(history => holds(OutboxHistory.Play(history)));

    /// <summary>Written down once more on purpose: whatever is new, or of another status, or further on.</summary>
    private static IEnumerable<string> TransitionsOf(Moment moment)
    {
        var before = moment.Command is WorkflowCommand.Start ? null : moment.Before;
        if (before?.Status != moment.After.Status)
        {
            yield return $"workflow {moment.After.Status}";
        }

        for (var i = 0; i < moment.After.Steps.Length; i++)
        {
            if (before?.Steps[i].Status != moment.After.Steps[i].Status)
            {
                yield return $"step {i} {moment.After.Steps[i].Status}";
            }

            foreach (var job in moment.After.Steps[i].Jobs)
            {
                var was = before?.Steps[i].Jobs.SingleOrDefault(other => other.Id == job.Id);
                if (was?.Status != job.Status || (job.Status.IsHeld() && was.Progress != job.Progress))
                {
                    yield return $"job {job.Id} {job.Status}";
                }
            }
        }
    }

    private static string Subject(CallbackEvent happened) => happened.Kind switch
    {
        "workflow" => $"workflow {happened.Status}",
        "step" => $"step {happened.Step} {happened.Status}",
        _ => $"job {JobId.For(new WorkflowId("wf_1"), happened.Step!.Value, happened.Job!.Value)} {happened.Status}",
    };

    private static CallbackEvent Identity(CallbackEvent happened) => happened with { Number = 0 };

    private static bool IsPartOf(IEnumerable<CallbackEvent> part, IEnumerable<CallbackEvent> whole)
    {
        using var left = whole.Select(Identity).GetEnumerator();
        return part.Select(Identity).All(wanted =>
        {
            while (left.MoveNext())
            {
                if (left.Current == wanted)
                {
                    return true;
                }
            }

            return false;
        });
    }
}
