namespace Baton.Client;

/// <summary>What came of running a recipe.</summary>
/// <param name="WorkflowId">The workflow that ran it.</param>
/// <param name="Output">Null when the workflow is still running; get it by its id.</param>
public sealed record RecipeResult<TOutput>(string? WorkflowId, TOutput? Output)
    where TOutput : class;
