using Baton.Tests.Docs;
using Baton.WorkerChecks;
using Xunit;

namespace Baton.Tests.WorkerChecks;

/// <summary>The kit by which authors check their workers, on bad ones: each fault is found by the check that is there for it.</summary>
public sealed class PlantedFaultTests
{
    [Fact]
    public async Task Faults_PlantedInAWorker_AreFoundByTheCheckThatIsThereForThem()
    {
        (string Fault, string Check, double WorkSeconds)[] faults =
        [
            ("never-registers", "register", 0),
            ("polls", "wait", 0),
            ("bad-output", "job", 0),
            ("no-heartbeat", "renew", Checked.LeaseSeconds + 1.5),
            ("no-progress", "progress", Checked.LeaseSeconds + 0.5),
            ("gives-up", "trouble", 0),
            ("no-repeat", "repeat", 0),
            ("repeats-for-ever", "refusal", 0),
            ("never-registers-again", "forgotten", 0),
            ("ignores-cancel", "cancel", Checked.LeaseSeconds + 0.5),
            ("no-hand-back", "hand-back", 2),
        ];

        var found = await Task.WhenAll(faults.Select(async planted =>
        {
            string[] faulty = ["python3", Path.Combine(Checkout.Root, "tests", "Baton.Tests", "WorkerChecks", "faulty.py"), Checked.Python[1]];
            var results = await Checked.Run("echo", ["env", $"FAULT={planted.Fault}", "SLOTS=1", .. faulty], planted.WorkSeconds, [planted.Check], patience: 10);
            return (planted.Fault, Result: Assert.Single(results));
        }));

        Assert.All(found, one => Assert.True(one.Result.Verdict == CheckVerdict.Failed, $"{one.Fault}: {one.Result}"));
        Assert.Contains("I have no idea where the server is", found[0].Result.Words, StringComparison.Ordinal);
    }
}
