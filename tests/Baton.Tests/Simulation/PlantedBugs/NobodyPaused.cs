using Baton.Providers;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>A provider that keeps failing is handed jobs all the same.</summary>
internal sealed class NobodyPaused : PlantedBug
{
    public override WorldShape Shape => WorldShape.Failing;

    public override PauseSchedule Pauses(PauseSchedule pauses) => PauseSchedule.Never;
}
