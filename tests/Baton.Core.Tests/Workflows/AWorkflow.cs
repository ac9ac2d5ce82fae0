using Baton.Accounts;
using Baton.Steps;
using Baton.Workflows;

namespace Baton.Core.Tests.Workflows;

/// <summary>Workflows for tests.</summary>
internal static class AWorkflow
{
    public static readonly DateTimeOffset Start = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A workflow as submitted: nothing has been readied.</summary>
    public static WorkflowState Of(params StepDefinition[] steps) => new()
    {
        Id = new WorkflowId("wf_1"),
        Account = new AccountId("ann"),
        CreatedAt = Start,
        Definition = new WorkflowDefinition { Steps = [.. steps] },
        Steps = [.. steps.Select(_ => new StepState())],
    };
}
