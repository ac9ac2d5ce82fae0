using Baton.Providers;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>After a pause a provider gets whatever waits at once.</summary>
internal sealed class TrialsUnbounded : PlantedBug
{
    public override WorldShape Shape => WorldShape.Failing;

    public override PauseSchedule Pauses(PauseSchedule pauses) => pauses with { TrialInterval = TimeSpan.Zero };
}
