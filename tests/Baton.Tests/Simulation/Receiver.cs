using Baton.Callbacks;
using Baton.Contracts.Workflows;
using Baton.Workflows;

namespace Baton.Tests.Simulation;

/// <summary>What the endpoints heard, held against the store when they hear it and in the end (invariant InOrder).</summary>
internal sealed class Receiver(SimulatedStore store)
{
    private readonly Dictionary<(WorkflowId, int), List<CallbackEvent>> _heard = [];

    public void Hear(WorkflowId id, int endpoint, CallbackEvent happened)
    {
        Require(store.Find(id) is { } workflow && IsOrWasSo(workflow, happened), "InOrder: an endpoint was told of what is not on disk.");
        if (!_heard.TryGetValue((id, endpoint), out var heard))
        {
            _heard.Add((id, endpoint), heard = []);
        }

        Require(happened.Number <= heard.Count + 1, "InOrder: an event came before the one that precedes it.");
        if (happened.Number == heard.Count + 1)
        {
            heard.Add(happened);
        }
        else
        {
            Require(heard[happened.Number - 1] == happened with { TriedUntil = null }, "InOrder: a number stands for two events.");
        }
    }

    /// <summary>Everybody has heard of every end.</summary>
    public void CheckAllTold()
    {
        foreach (var workflow in store.Ids.Select(id => store.Find(id)!))
        {
            for (var endpoint = 0; endpoint < CallbackTarget.Of(workflow.Definition).Length; endpoint++)
            {
                CheckAllTold(workflow, _heard.GetValueOrDefault((workflow.Id, endpoint)) ?? []);
            }
        }
    }

    private static void CheckAllTold(WorkflowState workflow, List<CallbackEvent> heard)
    {
        Require(heard[^1] is { Step: null } last && last.Status == workflow.Status, "InOrder: the end of a workflow was not told, or not as the last thing.");
        for (var i = 0; i < workflow.Steps.Length; i++)
        {
            var step = heard.FindIndex(told => told.Step == i && told.Job is null && told.Status == workflow.Steps[i].Status);
            Require(step >= 0, "InOrder: the end of a step was not told.");
            for (var j = 0; j < workflow.Steps[i].Jobs.Length; j++)
            {
                var job = heard.FindIndex(told => told.Step == i && told.Job == j && told.Status == workflow.Steps[i].Jobs[j].Status);
                Require(job >= 0, "InOrder: the end of a job was not told.");
                Require(job < step, "InOrder: a job's end was told after its step's.");
            }
        }

        var ends = heard.Where(told => told.Status.IsTerminal()).ToList();
        Require(ends.Select(told => (told.Step, told.Job)).Distinct().Count() == ends.Count, "InOrder: something ended twice.");
    }

    /// <summary>An end holds for ever; anything else may have been overtaken.</summary>
    private static bool IsOrWasSo(WorkflowState workflow, CallbackEvent happened) =>
        !happened.Status.IsTerminal()
        || happened.Status == (happened switch
        {
            { Step: null } => workflow.Status,
            { Job: null } => workflow.Steps[happened.Step.Value].Status,
            _ => workflow.Steps[happened.Step.Value].Jobs.ElementAtOrDefault(happened.Job.Value)?.Status ?? WorkflowStatus.Unassigned,
        });

    private static void Require(bool holds, string invariant)
    {
        if (!holds)
        {
            throw new BrokenInvariantException(invariant);
        }
    }
}
