using System.Text.Json;
using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Storage;
using Baton.Workflows;
using Xunit;

namespace Baton.Tests.Storage;

/// <summary>What every store of workflows does. A store passes by deriving from this and saying how to make an empty one.</summary>
public abstract partial class WorkflowStoreContract
{
    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A store that was empty when the test began.</summary>
    public abstract IWorkflowStore Store { get; }

    [Fact]
    public async Task NewWorkflow_WithEverythingInIt_IsLoadedAsItWasSaved()
    {
        var workflow = AWorkflow.WithEverything();

        var result = await Store.Save(new WorkflowWrite(workflow, 0));

        var stored = await Store.Load(workflow.Id, Cancellation);
        Assert.Equal(new SaveResult.Saved(1), result);
        Assert.Equal(1, stored!.Version);
        Assert.Equal(AsJson(workflow), AsJson(stored.State));
    }

    [Fact]
    public async Task UnknownWorkflow_Loaded_IsNull()
    {
        var stored = await Store.Load(AWorkflow.Id(404), Cancellation);

        Assert.Null(stored);
    }

    [Fact]
    public async Task Workflow_SoughtByAccount_IsFoundByItsOwnOnly()
    {
        var saved = await Saved(AWorkflow.Running(1));
        var bob = new AccountId("bob");

        var found = await Store.Find(AWorkflow.Ann, saved.Id, Cancellation);

        Assert.Equal(saved.Id, found?.Id);
        Assert.Equal(saved.Definition.Steps.Length, found?.Definition.Steps.Length);
        Assert.Null(await Store.Find(bob, saved.Id, Cancellation));
        Assert.Null(await Store.Find(AWorkflow.Ann, AWorkflow.Id(404), Cancellation));
        Assert.True(await Store.Has(AWorkflow.Ann, saved.Id, Cancellation));
        Assert.False(await Store.Has(bob, saved.Id, Cancellation));
        Assert.False(await Store.Has(AWorkflow.Ann, AWorkflow.Id(404), Cancellation));
    }

    [Fact]
    public async Task SavedWorkflow_SavedAgainFromItsVersion_HasTheNextVersion()
    {
        var workflow = await Saved(AWorkflow.Running());

        var result = await Store.Save(new WorkflowWrite(AWorkflow.Ended(), 1));

        var stored = await Store.Load(workflow.Id, Cancellation);
        Assert.Equal(new SaveResult.Saved(2), result);
        Assert.Equal(2, stored!.Version);
        Assert.Equal(WorkflowStatus.Succeeded, stored.State.Status);
    }

    [Fact]
    public async Task SavedWorkflow_SavedFromAnOlderVersion_IsAConflictAndStays()
    {
        var workflow = await Saved(AWorkflow.Running());
        await Store.Save(new WorkflowWrite(workflow.WithTags("winner"), 1));

        var result = await Store.Save(new WorkflowWrite(workflow.WithTags("stale").End(), 1));

        var stored = await Store.Load(workflow.Id, Cancellation);
        Assert.Equal(new SaveResult.Conflict(), result);
        Assert.Equal(["winner"], stored!.State.Tags);
        Assert.Equal(2, stored.Version);
    }

    // Alike in all that queries look at, so that nothing but the version can tell them apart.
    [Fact]
    public async Task RunningWorkflow_SavedFromAnOlderVersion_IsAConflictAndStays()
    {
        var workflow = await Saved(AWorkflow.Running());
        await Store.Save(new WorkflowWrite(workflow with { StartedAt = AWorkflow.Now.AddSeconds(1) }, 1));

        var result = await Store.Save(new WorkflowWrite(workflow with { StartedAt = AWorkflow.Now.AddSeconds(2) }, 1));

        var stored = await Store.Load(workflow.Id, Cancellation);
        Assert.Equal(new SaveResult.Conflict(), result);
        Assert.Equal(AWorkflow.Now.AddSeconds(1), stored!.State.StartedAt);
    }

    [Fact]
    public async Task SavedWorkflow_SavedAsNew_IsAConflictAndStays()
    {
        var workflow = await Saved(AWorkflow.Running().WithTags("first"));

        var result = await Store.Save(new WorkflowWrite(workflow.WithTags("second"), 0));

        var stored = await Store.Load(workflow.Id, Cancellation);
        Assert.Equal(new SaveResult.Conflict(), result);
        Assert.Equal(["first"], stored!.State.Tags);
    }

    [Fact]
    public async Task UnknownWorkflow_SavedFromAVersion_IsAConflictAndNotMade()
    {
        var result = await Store.Save(new WorkflowWrite(AWorkflow.Running(), 1));

        Assert.Equal(new SaveResult.Conflict(), result);
        Assert.Null(await Store.Load(AWorkflow.Id(1), Cancellation));
    }

    [Theory]
    [InlineData(WorkflowStatus.Succeeded)]
    [InlineData(WorkflowStatus.Failed)]
    [InlineData(WorkflowStatus.Expired)]
    [InlineData(WorkflowStatus.Canceled)]
    public async Task EndedWorkflow_SavedWithAnotherStatus_IsRefusedWhateverItsVersion(WorkflowStatus ended)
    {
        var workflow = await Saved(AWorkflow.Ended(status: ended));

        foreach (var other in Enum.GetValues<WorkflowStatus>().Where(status => status != ended))
        {
            var changed = other.IsTerminal() ? workflow.End(other) : AWorkflow.Running() with { Status = other };
            foreach (var write in new[] { changed, changed.WithTags("with", "facets") })
            {
                Assert.Equal(new SaveResult.Conflict(), await Store.Save(new WorkflowWrite(write, 1)));
            }
        }

        var stored = await Store.Load(workflow.Id, Cancellation);
        Assert.Equal(ended, stored!.State.Status);
        Assert.Equal(1, stored.Version);
    }

    [Fact]
    public async Task EndedWorkflow_WithNewTagsMetadataAndDeletion_IsSaved()
    {
        var workflow = await Saved(AWorkflow.Ended());
        var changed = workflow.WithTags("t").WithMetadata("""{"m":"x"}""") with { DeletedAt = AWorkflow.Now };

        var result = await Store.Save(new WorkflowWrite(changed, 1));

        var stored = await Store.Load(workflow.Id, Cancellation);
        Assert.Equal(new SaveResult.Saved(2), result);
        Assert.Equal(AsJson(changed), AsJson(stored!.State));
    }

    [Fact]
    public async Task WaitingWrite_ReplacedByANewerState_WritesThatOne()
    {
        var write = new WorkflowWrite(AWorkflow.Running(), 0);
        Assert.True(write.TryReplace(AWorkflow.Ended()));

        await Store.Save(write);

        var stored = await Store.Load(AWorkflow.Id(1), Cancellation);
        Assert.Equal(WorkflowStatus.Succeeded, stored!.State.Status);
        Assert.Equal(1, stored.Version);
    }

    [Fact]
    public async Task WrittenWrite_Replaced_SaysItIsTooLate()
    {
        var write = new WorkflowWrite(AWorkflow.Running(), 0);
        await Store.Save(write);

        var replaced = write.TryReplace(AWorkflow.Ended());

        Assert.False(replaced);
    }

    [Fact]
    public async Task ChangedDefinition_SaidToHaveChanged_IsSaved()
    {
        var workflow = await Saved(AWorkflow.Running());
        var changed = workflow with { Definition = workflow.Definition with { Arguments = AWorkflow.Json("""{"seed":1}""") } };

        await Store.Save(new WorkflowWrite(changed, 1).DefinitionChanged(true));

        var stored = await Store.Load(workflow.Id, Cancellation);
        Assert.Equal(AsJson(changed), AsJson(stored!.State));
    }

    [Fact]
    public async Task ManyConcurrentSaves_OfDifferentWorkflows_EachSeeTheirOwnResult()
    {
        foreach (var number in Enumerable.Range(0, 200).Where(number => number % 3 == 0))
        {
            await Saved(AWorkflow.Running(number));
        }

        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Store.Save(new WorkflowWrite(AWorkflow.Running(number), 0))));

        Assert.Equal(
            Enumerable.Range(0, 200).Select(number => number % 3 == 0 ? (SaveResult)new SaveResult.Conflict() : new SaveResult.Saved(1)),
            results);
    }

    [Fact]
    public async Task ConcurrentSaves_FromTheSameVersion_HaveOneWinner()
    {
        var workflow = await Saved(AWorkflow.Running());

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            number => Task.Run(() => Store.Save(new WorkflowWrite(workflow.WithTags($"{number}"), 1)))));

        var winner = Array.FindIndex(results, result => result is SaveResult.Saved);
        var stored = await Store.Load(workflow.Id, Cancellation);
        Assert.Single(results, new SaveResult.Saved(2));
        Assert.Equal(49, results.Count(result => result is SaveResult.Conflict));
        Assert.Equal([$"{winner}"], stored!.State.Tags);
    }

    private protected async Task<WorkflowState> Saved(WorkflowState workflow, IdempotencyKey? key = null)
    {
        var result = await Store.Save(new WorkflowWrite(workflow, 0) { IdempotencyKey = key });
        Assert.Equal(new SaveResult.Saved(1), result);
        return workflow;
    }

    private protected async Task<IReadOnlyList<WorkflowId>> Ids(WorkflowQuery query) =>
        [.. (await Store.Query(query, Cancellation)).Select(workflow => workflow.Id)];

    private protected static string AsJson(WorkflowState workflow) =>
        JsonSerializer.Serialize(workflow, WorkflowStateJson.Default.WorkflowState)
        + JsonSerializer.Serialize(workflow.Definition, WorkflowStateJson.Default.WorkflowDefinition);
}
