using System.Globalization;
using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Core.Tests.Workflows;
using Baton.Jobs;
using Baton.Offers;
using Baton.Workflows;

namespace Baton.Core.Tests.Offers;

/// <summary>Offers for tests.</summary>
internal static class AnOffer
{
    public static JobOffer Of(string job, string account = "ann", Priority priority = Priority.Normal, params string[] resources) =>
        new(new WorkflowId("wf_1"), new JobId(job), "work", priority, new AccountId(account), AWorkflow.Start) { Resources = [.. resources] };

    public static JobOffer Of(int job) => Of(job.ToString(CultureInfo.InvariantCulture));
}
