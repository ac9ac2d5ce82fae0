using System.Runtime.CompilerServices;
using Baton.Client;
using Baton.Contracts.Workflows;

namespace Baton.Progress;

/// <summary>
/// A workflow each time something has changed, until it has ended. The server holds each request until then, and answers after a second at the
/// latest, because a change between two requests is seen by the next one only.
/// </summary>
internal static class WorkflowWatch
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    public static async IAsyncEnumerable<Workflow> Watch(
        this BatonClient client, Workflow workflow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return workflow;
        while (!workflow.Status.IsTerminal())
        {
            workflow = await client.Get(workflow.Id, LookAgain, WaitFor.Change, cancellationToken);
            yield return workflow;
        }
    }
}
