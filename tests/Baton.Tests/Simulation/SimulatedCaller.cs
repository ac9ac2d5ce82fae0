using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Steps;
using Baton.Storage;
using Baton.Workflows;

namespace Baton.Tests.Simulation;

/// <summary>An account that submits, waits, changes and stops workflows, and submits again when it did not hear the answer.</summary>
internal sealed class SimulatedCaller(World world, AccountId account)
{
    private static readonly ImmutableArray<JsonElement> JobCounts = [JsonElement.Parse("0"), JsonElement.Parse("1"), JsonElement.Parse("2"), JsonElement.Parse("\"It is bad.\"")];

    private static readonly WorkflowCallback One = new() { Url = "https://one.example/", Type = ["workflow:*", "step:*", "job:*"] };
    private static readonly WorkflowCallback Two = One with { Url = "https://two.example/" };
    private static readonly ImmutableArray<ImmutableArray<WorkflowCallback>> Callbacks = [[], [One], [One, Two]];

    private readonly List<WorkflowId> _mine = [];
    private int _submits;
    private int _tags;

    public void TakeTurn(bool maySubmit)
    {
        if (maySubmit && (_mine.Count == 0 || world.Chance(3)))
        {
            _ = Guarded(Submit());
        }
        else if (_mine.Count > 0)
        {
            var id = _mine[world.Pick(_mine.Count)];
            _ = Guarded(world.Pick(20) switch
            {
                < 10 => Wait(id),
                < 14 => Tag(id),
                < 18 => ChangeStep(id),
                18 => Stop(id, new WorkflowCommand.Cancel()),
                _ => Stop(id, new WorkflowCommand.Delete()),
            });
        }
    }

    private async Task Guarded(Task doing)
    {
        try
        {
            await doing;
        }
        catch (BrokenInvariantException broken)
        {
            world.Fail(broken);
        }
    }

    private async Task Submit()
    {
        var number = _submits++;
        var externalId = world.Chance(2) ? string.Create(CultureInfo.InvariantCulture, $"x{world.Pick(2)}") : null;
        var workflow = Invent(new WorkflowId(string.Create(CultureInfo.InvariantCulture, $"wf_{account}{number}")), externalId);
        world.Log.Add("submits", workflow.Id.Value, workflow.Steps.Length);
        var answer = await world.Cluster.Ask(workflow.Id, async actor =>
        {
            var reply = await actor.Submit(workflow, key: null);
            return (Result: await reply.OnDisk, reply.Workflow);
        });
        if (!answer.IsGiven)
        {
            return;
        }

        switch (answer.Value.Result)
        {
            case SaveResult.Saved:
                world.Ledger.ToldSubmitted(account, externalId, answer.Value.Workflow);
                Remember(workflow.Id);
                break;
            case SaveResult.Duplicate duplicate:
                world.Ledger.ToldExisting(account, externalId!, duplicate.Existing);
                Remember(duplicate.Existing);
                break;
        }
    }

    private async Task Wait(WorkflowId id)
    {
        var until = world.Chance(3) ? WaitUntil.Change : WaitUntil.Completion;
        var atMost = TimeSpan.FromSeconds(world.Pick(60));
        world.Log.Add("waits", id.Value);
        var answer = await world.Cluster.Ask(id, actor => actor.Wait(until, atMost, CancellationToken.None));
        if (answer.IsGiven)
        {
            world.Ledger.ToldStatus(id, answer.Value);
        }
    }

    /// <summary>Adds a tag as the endpoint does: read, change, write if it still is what was read.</summary>
    private async Task Tag(WorkflowId id)
    {
        var seen = await world.Cluster.Ask(id, actor => actor.Load());
        if (seen is not { IsGiven: true, Value: { } workflow })
        {
            return;
        }

        var tag = string.Create(CultureInfo.InvariantCulture, $"t{_tags++}");
        var update = new WorkflowCommand.Update(null, workflow.Tags.Add(tag), null, Stop: false) { MadeFrom = ChangeBase.Of(workflow) };
        if (await Apply(id, update) is { } after)
        {
            world.Ledger.ToldTagged(after.Id, tag);
        }
    }

    private async Task Stop(WorkflowId id, WorkflowCommand command)
    {
        world.Log.Add(command is WorkflowCommand.Delete ? "deletes" : "cancels", id.Value);
        if (await Apply(id, command) is { } stopped)
        {
            world.Ledger.ToldStopped(id, command is WorkflowCommand.Delete, stopped);
        }
    }

    private async Task ChangeStep(WorkflowId id)
    {
        if (await world.Cluster.Ask(id, actor => actor.Load()) is not { IsGiven: true, Value: { } workflow })
        {
            return;
        }

        var step = world.Pick(workflow.Steps.Length);
        var change = world.Pick(3) switch
        {
            0 => new StepChange { Priority = (Priority)world.Pick(3) },
            1 => new StepChange { Input = JobCounts[world.Pick(3)], DependsOn = workflow.Definition.Steps[step].DependsOn },
            _ => new StepChange { Metadata = JobCounts[1] },
        };
        await Apply(id, new WorkflowCommand.UpdateStep(step, change));
    }

    /// <summary>The workflow as the engine said it became; null when it was refused or nobody answered.</summary>
    private async Task<WorkflowState?> Apply(WorkflowId id, WorkflowCommand command)
    {
        var answer = await world.Cluster.Ask(id, actor => actor.Apply(command));
        if (!answer.IsGiven)
        {
            return null;
        }

        switch (answer.Value)
        {
            case ActorReply.Accepted accepted:
                world.Ledger.ToldStatus(id, accepted.Workflow);
                return accepted.Workflow;
            case ActorReply.Refused refused:
                world.Ledger.ToldStatus(id, refused.Workflow);
                return null;
            default:
                world.Ledger.ToldStatus(id, null);
                return null;
        }
    }

    private void Remember(WorkflowId id)
    {
        if (!_mine.Contains(id))
        {
            _mine.Add(id);
        }
    }

    private WorkflowState Invent(WorkflowId id, string? externalId)
    {
        var steps = Enumerable.Range(0, 1 + world.Pick(4)).Select(InventStep).ToImmutableArray();
        return new WorkflowState
        {
            Id = id,
            Account = account,
            CreatedAt = world.Time.Now,
            Definition = new WorkflowDefinition { Steps = steps, ExternalId = externalId, Callbacks = Callbacks[world.Pick(Callbacks.Length)] },
            Steps = [.. steps.Select(_ => new StepState())],
        };
    }

    private StepDefinition InventStep(int index)
    {
        var type = world.Shape.Types[world.Pick(world.Shape.Types.Length)];
        var jobs = world.Pick(16) switch
        {
            0 => 3,
            < 3 => 0,
            < 10 => 1,
            _ => 2,
        };
        var timeout = type == SimulatedRecipes.Orphan || world.Chance(4) ? TimeSpan.FromSeconds(20 + world.Pick(100)) : World.LongTimeout;
        var dependsOn = Enumerable.Range(0, index).Where(_ => world.Chance(2)).ToImmutableArray();
        return new StepDefinition("step", type, JobCounts[jobs], (Priority)world.Pick(3), timeout, Retries: world.Pick(3), dependsOn);
    }
}
