using System.Globalization;
using Baton.Providers;

namespace Baton.Tests.Simulation;

/// <summary>The workers of a world, inside its processes and outside.</summary>
internal sealed class SimulatedWorkers(World world)
{
    /// <summary>As many jobs as a process does at a time.</summary>
    private const int SlotsInside = 2;

    private readonly List<SimulatedWorker> _workers = [];

    public void AddOutside()
    {
        foreach (var (provider, number) in world.Shape.Outside.SelectMany(one => Enumerable.Range(1, one.Workers).Select(number => (one.Provider, number))))
        {
            _workers.Add(new SimulatedWorker(world, provider, new WorkerId(string.Create(CultureInfo.InvariantCulture, $"{provider}-{number}")), home: null));
        }
    }

    public void AddInside(SimulatedProcess process)
    {
        for (var slot = 0; slot < SlotsInside; slot++)
        {
            _workers.Add(new SimulatedWorker(world, SimulatedRecipes.Inside, WorkerId.InProcess(process.Instance, SimulatedRecipes.Inside, slot), process));
        }
    }

    /// <summary>Those go whose process is gone.</summary>
    public void RemoveDead()
    {
        _workers.Where(worker => !worker.IsAlive).ToList().ForEach(worker => worker.StopAsking());
        _workers.RemoveAll(worker => !worker.IsAlive);
    }

    public SimulatedWorker Any() => _workers[world.Pick(_workers.Count)];

    /// <summary>Of many workers most are idle; what is told here is mostly about the others.</summary>
    public SimulatedWorker AnyBusy()
    {
        var busy = 0;
        if (_workers.Count > 10 && !world.Chance(4))
        {
            foreach (var worker in _workers)
            {
                busy += worker.IsBusy ? 1 : 0;
            }
        }

        if (busy == 0)
        {
            return Any();
        }

        var chosen = world.Pick(busy);
        return _workers.First(worker => worker.IsBusy && chosen-- == 0);
    }

    /// <summary>Those that take no part any more ask for nothing either.</summary>
    public void Settle()
    {
        foreach (var worker in _workers.Where(worker => !TakesPart(worker)))
        {
            worker.StopAsking();
        }
    }

    /// <summary>Everybody does the next thing that there is to do; false when there was none.</summary>
    public bool TakeTurns()
    {
        var busy = false;
        foreach (var worker in _workers)
        {
            busy |= TakesPart(worker) && worker.TakeTurn(honest: true);
        }

        return busy;
    }

    private bool TakesPart(SimulatedWorker worker) => world.Preferences.NorthIsBusyUntil is null || worker.Provider != SimulatedRecipes.North;
}
