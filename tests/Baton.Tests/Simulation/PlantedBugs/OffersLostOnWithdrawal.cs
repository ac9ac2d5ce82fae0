using Baton.Jobs;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>When an offer is taken back, the queue loses another one too.</summary>
internal sealed class OffersLostOnWithdrawal : PlantedBug
{
    public override IEnumerable<JobId> LostWith(JobId takenBack, IReadOnlyCollection<JobId> waiting) => waiting.Where(job => job != takenBack).Take(1);
}
