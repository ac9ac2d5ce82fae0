using Baton.Requests;
using Baton.Workflows;

namespace Baton.Callbacks;

/// <summary>The query parameters of the operations on callbacks.</summary>
internal static class CallbackParameters
{
    private static readonly TimeSpan RetireMax = TimeSpan.FromDays(30);

    public static readonly QueryParameter<string?> WorkflowId =
        QueryParameter.Text("workflowId", "Only the events of this workflow; those of all when absent.", 200);

    public static readonly QueryParameter<int> Take =
        QueryParameter.WholeNumber("take", "From how many workflows a page holds events at most.", 1, WorkflowParameters.TakeMax, 100);

    public static readonly QueryParameter<TimeSpan> RetireOthersAfter = QueryParameter.Seconds(
        "retireOthersAfter", "In how many seconds the account's other secrets end, 30 days at most. They go on when it is absent or 0.", RetireMax);
}
