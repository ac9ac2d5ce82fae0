using System.Globalization;
using Baton.Accounts;
using Baton.Workflows;

namespace Baton.Streams;

/// <summary>Whose stream it is.</summary>
internal sealed record StreamName(WorkflowId Workflow, AccountId Account, int Step)
{
    public static StreamName? Parse(string text)
    {
        var (first, last) = (text.IndexOf('/', StringComparison.Ordinal), text.LastIndexOf('/'));
        return first > 0 && last > first && int.TryParse(text.AsSpan(last + 1), CultureInfo.InvariantCulture, out var step)
            ? new StreamName(new WorkflowId(text[..first]), new AccountId(text[(first + 1)..last]), step)
            : null;
    }
}
