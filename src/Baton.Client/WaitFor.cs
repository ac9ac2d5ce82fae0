namespace Baton.Client;

/// <summary>What ends a wait before its time is up.</summary>
public enum WaitFor
{
    /// <summary>The workflow has ended.</summary>
    Completion,

    /// <summary>The status of the workflow or of one of its steps has changed.</summary>
    Change,
}
