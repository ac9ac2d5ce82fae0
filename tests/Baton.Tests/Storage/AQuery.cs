using Baton.Storage;

namespace Baton.Tests.Storage;

/// <summary>Queries for the store's tests; what a test does not name does not matter.</summary>
internal static class AQuery
{
    public static readonly WorkflowQuery All = new(
        AWorkflow.Ann, After: null, Take: 100, Ascending: false, Tags: [], Text: null, From: null, To: null, ExcludeFailed: false, ExcludeTags: []);
}
