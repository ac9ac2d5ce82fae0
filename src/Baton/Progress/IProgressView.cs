using Baton.Contracts.Workflows;

namespace Baton.Progress;

/// <summary>Shows how a workflow gets on.</summary>
internal interface IProgressView
{
    /// <summary>Shows each as it comes and returns the last.</summary>
    Task<Workflow> Follow(IAsyncEnumerable<Workflow> workflows);
}

/// <summary>Shows nothing: standard output belongs to JSON.</summary>
internal sealed class NoProgress : IProgressView
{
    public async Task<Workflow> Follow(IAsyncEnumerable<Workflow> workflows) => await workflows.LastAsync();
}
