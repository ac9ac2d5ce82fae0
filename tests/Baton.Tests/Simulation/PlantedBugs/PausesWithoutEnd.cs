using Baton.Providers;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>A provider that was paused once stays so.</summary>
internal sealed class PausesWithoutEnd : PlantedBug
{
    public override WorldShape Shape => WorldShape.Failing;

    public override PauseSchedule Pauses(PauseSchedule pauses) => pauses with { First = TimeSpan.FromDays(1), Max = TimeSpan.FromDays(1) };
}
