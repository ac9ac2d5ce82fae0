using System.Globalization;
using Baton.Contracts.Workflows;
using Baton.Workflows;

namespace Baton.Callbacks;

/// <summary>What names an event to its receiver and to those who look into its delivery.</summary>
internal static class CallbackMessage
{
    /// <summary>The header <c>webhook-id</c>: the same on every attempt, and of no other event.</summary>
    /// <param name="endpoint">The endpoint's index among the workflow's.</param>
    public static string IdOf(WorkflowId workflow, int endpoint, CallbackEvent happened) =>
        string.Create(CultureInfo.InvariantCulture, $"evt_{workflow}_{endpoint}_{happened.Number}");

    /// <summary>As in a callback's <c>type</c>: <c>workflow:succeeded</c>.</summary>
    public static string NameOf(CallbackEvent happened) => $"{happened.Kind}:{happened.Status.ToWire()}";
}
