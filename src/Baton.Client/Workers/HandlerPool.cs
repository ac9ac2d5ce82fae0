namespace Baton.Client.Workers;

/// <summary>
/// A provider whose workers live in this process: its handlers share a number of slots. Whoever hosts it checks the tool once at start,
/// and leaves the pool out when the tool is missing, so that its step types find no provider.
/// </summary>
/// <param name="Name">The provider's id, such as <c>images</c>.</param>
/// <param name="Slots">How many of its jobs run at a time.</param>
/// <param name="Handlers">One for each step type.</param>
/// <param name="Check">Looks for the tool the handlers need. Starts a child process at most, and never throws for a missing tool.</param>
public sealed record HandlerPool(
    string Name,
    int Slots,
    IReadOnlyList<IJobHandler> Handlers,
    Func<CancellationToken, Task<ToolCheck>> Check)
{
    /// <summary>Ends when its workers may take a job; waits while what they need is away or asks for a pause. Null: they always may.</summary>
    public Func<CancellationToken, Task>? WhenReady { get; init; }

    /// <summary>Whether its workers may take a job now. Null: they always may.</summary>
    public Func<bool>? IsReady { get; init; }

    /// <summary>Whether a worker of it may vanish without a word while this process goes on, so that its claims must end as soon as those of workers elsewhere.</summary>
    public bool MayVanish { get; init; }
}
