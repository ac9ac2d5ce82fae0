using System.Text.Json;
using Baton.Contracts.Workflows;
using Baton.Core.Tests.Workflows;
using Baton.Jobs;
using Baton.Offers;
using Xunit;

namespace Baton.Core.Tests.Jobs;

/// <summary>What is worked out of a job from its input and from what was measured.</summary>
public sealed class JobEstimatesTests
{
    private static readonly DateTimeOffset Now = AWorkflow.Start;

    [Theory]
    [InlineData("""{}""", 1)]
    [InlineData("""{ "message": "hi" }""", 1)]
    [InlineData("""{ "width": 1024, "height": 1024 }""", 1)]
    [InlineData("""{ "width": 2048, "height": 2048, "quantity": 2 }""", 8)]
    [InlineData("""{ "width": 512, "height": 512, "steps": 50 }""", 0.5)]
    [InlineData("""{ "duration": 10 }""", 2)]
    [InlineData("""{ "numberOfRepeats": 3 }""", 16)]
    [InlineData("""{ "width": 1e300, "height": 1e300 }""", 10000)]
    [InlineData("""{ "width": -5, "quantity": 0, "steps": "many" }""", 1)]
    [InlineData("""{ "text": "" }""", 0.01)]
    [InlineData("""5""", 1)]
    public void Cost_OfAnInput_IsItsShareOfTheUsualWork(string input, double cost) => Assert.Equal(cost, JobComplexity.Of(JsonElement.Parse(input)));

    [Fact]
    public void Resources_OfAnInput_AreItsAirsAndModels()
    {
        var input = JsonElement.Parse("""
            { "model": "urn:air:sdxl:checkpoint:civitai:1@2", "prompt": "a model", "loras": { "urn:air:sdxl:lora:civitai:3@4": 0.8 }, "deep": [{ "checkpoint": "base.safetensors" }],
              "vae": "URN:AIR:sdxl:vae:civitai:5@6", "again": "urn:air:sdxl:checkpoint:civitai:1@2" }
            """);

        Assert.Equal(["urn:air:sdxl:checkpoint:civitai:1@2", "urn:air:sdxl:lora:civitai:3@4", "base.safetensors", "URN:AIR:sdxl:vae:civitai:5@6"], JobResources.Of(input));
    }

    [Fact]
    public void Resources_OfAHugeInput_AreBounded()
    {
        var input = JsonSerializer.SerializeToElement(Enumerable.Range(0, 100_000).Select(i => $"urn:air:sdxl:lora:civitai:{i}@1"));

        Assert.Equal(32, JobResources.Of(input).Length);
    }

    [Theory]
    [InlineData(WorkflowStatus.Processing, 30, null, 0.1, 0.75)]
    [InlineData(WorkflowStatus.Processing, 300, null, 0.1, 1.0)]
    [InlineData(WorkflowStatus.Processing, 30, null, null, 0.0)]
    [InlineData(WorkflowStatus.Processing, 30, 0.4, 0.1, 0.4)]
    [InlineData(WorkflowStatus.Preparing, 30, null, 0.1, 0.0)]
    [InlineData(WorkflowStatus.Preparing, 30, 0.3, 0.1, 0.3)]
    [InlineData(WorkflowStatus.Unassigned, 30, null, 0.1, null)]
    [InlineData(WorkflowStatus.Succeeded, 30, null, 0.1, null)]
    public void Progress_OfAJobOfCostFour_IsElapsedTimesThroughputOverCost(WorkflowStatus status, int seconds, double? reported, double? throughput, double? progress)
    {
        var held = AJob.Processing(Now + TimeSpan.FromHours(1));
        var job = held with { Status = status, OwnComplexity = 4, Progress = reported, Lease = held.Lease! with { ClaimedAt = Now - TimeSpan.FromSeconds(seconds) } };

        Assert.Equal(progress, job.EstimateProgress(throughput, Now));
    }

    [Fact]
    public void Position_OfAJobWithFreeSlots_BeginsNow()
    {
        var position = new QueueEstimate(Ahead: 1, Slots: 4, FreeSlots: 2, ClosedUntil: null, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20)).ToPosition(Now);

        Assert.Equal((JobSupport.Available, 1, Now, Now + TimeSpan.FromSeconds(20)), (position.Support, position.PrecedingJobs, position.StartAt, position.CompleteAt));
    }

    [Fact]
    public void Position_BehindOthers_BeginsWhenThoseHaveSlots()
    {
        var position = new QueueEstimate(Ahead: 7, Slots: 4, FreeSlots: 0, ClosedUntil: null, TimeSpan.FromSeconds(10), OwnDuration: null).ToPosition(Now);

        Assert.Equal((Now + TimeSpan.FromSeconds(20), Now + TimeSpan.FromSeconds(30)), (position.StartAt, position.CompleteAt));
    }

    [Fact]
    public void Position_AtAPausedProvider_BeginsAfterThePause()
    {
        var position = new QueueEstimate(Ahead: 0, Slots: 1, FreeSlots: 1, Now + TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10), OwnDuration: null).ToPosition(Now);

        Assert.Equal((JobSupport.Unavailable, Now + TimeSpan.FromMinutes(1)), (position.Support, position.StartAt));
    }

    [Fact]
    public void Position_WhereNobodyIsThereOrAnOperatorSaidStop_HasNoTimes()
    {
        var away = new QueueEstimate(Ahead: 0, Slots: 0, FreeSlots: 0, ClosedUntil: null, TimeSpan.FromSeconds(10), OwnDuration: null).ToPosition(Now);
        var stopped = new QueueEstimate(Ahead: 0, Slots: 2, FreeSlots: 2, DateTimeOffset.MaxValue, TimeSpan.FromSeconds(10), OwnDuration: null).ToPosition(Now);

        Assert.Equal((JobSupport.Unavailable, null, null), (away.Support, away.StartAt, away.CompleteAt));
        Assert.Equal((JobSupport.Unavailable, null, null), (stopped.Support, stopped.StartAt, stopped.CompleteAt));
    }

    [Fact]
    public void Position_AtSeveralProviders_IsWhereTheJobBeginsFirst()
    {
        var slow = new QueueEstimate(Ahead: 3, Slots: 1, FreeSlots: 0, ClosedUntil: null, TimeSpan.FromSeconds(60), OwnDuration: null);
        var paused = new QueueEstimate(Ahead: 0, Slots: 1, FreeSlots: 1, Now + TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1), OwnDuration: null);
        var quick = new QueueEstimate(Ahead: 5, Slots: 10, FreeSlots: 0, ClosedUntil: null, TimeSpan.FromSeconds(2), OwnDuration: null);

        Assert.Equal(quick, QueueEstimate.Best([slow, paused, quick], Now));
    }
}
