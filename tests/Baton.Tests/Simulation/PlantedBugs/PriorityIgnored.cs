using Baton.Contracts.Workflows;
using Baton.Offers;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>A provider takes all offers for equally urgent.</summary>
internal sealed class PriorityIgnored : PlantedBug
{
    public override JobOffer Offered(JobOffer offer) => offer with { Priority = Priority.Normal };
}
