using System.Collections.Immutable;
using System.Globalization;
using Baton.Workflows;

namespace Baton.Tests.Simulation;

/// <summary>The processes of a world: which are there, and where each workflow lives.</summary>
internal sealed class SimulatedCluster(World world)
{
    private readonly List<SimulatedProcess> _processes = [];
    private readonly Dictionary<WorkflowId, SimulatedProcess> _placement = [];
    private readonly int _count = 1 + world.Pick(world.Shape.ProcessesMax);
    private int _instances;

    public SimulatedProcess? Any() => _processes.Count == 0 ? null : _processes[world.Pick(_processes.Count)];

    /// <summary>Asks a workflow's actor wherever it lives; while membership is in doubt, that may be a second place.</summary>
    public Task<Answer<T>> Ask<T>(WorkflowId id, Func<WorkflowActor, Task<T>> question)
    {
        if (!_placement.TryGetValue(id, out var process) || !process.IsAlive)
        {
            if (Any() is not { } chosen)
            {
                return Task.FromResult(default(Answer<T>));
            }

            process = _placement[id] = chosen;
        }

        return (world.IsFaulty && _processes.Count > 1 && world.Chance(25) ? Any()! : process).Ask(id, question);
    }

    /// <summary>As when who can run what has changed.</summary>
    public void WakeAll() => Any()?.WakeAllSoon();

    /// <summary>A round of every process's sweeper.</summary>
    public void Sweep() => _processes.ForEach(process => _ = process.Sweep());

    /// <summary>Starts those that are missing, with the workers inside them.</summary>
    public void Start()
    {
        while (_processes.Count < _count)
        {
            var process = new SimulatedProcess(world, string.Create(CultureInfo.InvariantCulture, $"p{_instances++}"));
            world.Log.Add("start", process.Instance);
            _processes.Add(process);
            world.Workers.AddInside(process);
        }

        Introduce();
    }

    public void CrashOrRestart()
    {
        if (_processes.Count < _count && world.Chance(2))
        {
            Start();
        }
        else if (world.Chance(world.Shape.CrashesOneIn) && Any() is { } process)
        {
            world.Log.Add("crash", process.Instance);
            _processes.Remove(process);
            process.Crash(writesArrive: () => world.Chance(2));
            world.Workers.RemoveDead();
            Introduce();
        }
    }

    /// <summary>Membership is clear again: what lives in two places is dropped in all of them and woken in one.</summary>
    public void SettleDoubles()
    {
        foreach (var id in world.Store.Ids.Where(id => _processes.Count(process => process.Hosts(id)) > 1).ToList())
        {
            world.Log.Add("settles", id.Value);
            _processes.ForEach(process => process.Drop(id));
            Any()?.WakeSoon(id);
        }
    }

    private void Introduce()
    {
        var alive = _processes.Select(process => process.Instance).ToImmutableArray();
        _processes.ForEach(process => process.Meet(alive));
    }
}
