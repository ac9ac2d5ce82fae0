using Baton.Workflows;

namespace Baton.Live;

/// <summary>What a save has made of a workflow.</summary>
/// <param name="Before">What was told of it last; null when it is new.</param>
/// <param name="After">As it is on disk now.</param>
/// <param name="Version">Of the row. Of two changes of one workflow, the one with the higher version is the later one.</param>
internal readonly record struct LiveChange(WorkflowState? Before, WorkflowState After, long Version);
