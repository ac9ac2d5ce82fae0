namespace Baton.Tests.Simulation;

/// <summary>What a worker that has a job does next: of twenty times so often each; else nothing, and time goes on.</summary>
internal sealed record WorkerTemper
{
    public static readonly WorkerTemper Usual = new();

    /// <summary>Fails at nearly everything.</summary>
    public static readonly WorkerTemper Failing = new() { Completes = 2, Fails = 12, Renews = 2, Hangs = 0 };

    /// <summary>Takes its time, and says so.</summary>
    public static readonly WorkerTemper Slow = new() { Completes = 4, Fails = 1, FailsOddly = 0, Renews = 10, Crashes = 0 };

    /// <summary>Fails as often as not.</summary>
    public static readonly WorkerTemper Fickle = new() { Completes = 8, Fails = 9, FailsOddly = 0, HandsBack = 0, Renews = 1 };

    public int Completes { get; init; } = 7;

    public int Fails { get; init; } = 2;

    /// <summary>In any of the ways that there are.</summary>
    public int FailsOddly { get; init; } = 1;

    public int HandsBack { get; init; } = 1;

    public int Renews { get; init; } = 4;

    public int Hangs { get; init; } = 1;

    /// <summary>One outside only, and then once in four.</summary>
    public int Crashes { get; init; } = 1;

    /// <param name="chance">From 0 to 19.</param>
    public WorkerDeed Of(int chance) =>
        (chance -= Completes) < 0 ? WorkerDeed.Complete
        : (chance -= Fails) < 0 ? WorkerDeed.Fail
        : (chance -= FailsOddly) < 0 ? WorkerDeed.FailOddly
        : (chance -= HandsBack) < 0 ? WorkerDeed.HandBack
        : (chance -= Renews) < 0 ? WorkerDeed.Renew
        : (chance -= Hangs) < 0 ? WorkerDeed.Hang
        : chance - Crashes < 0 ? WorkerDeed.Crash
        : WorkerDeed.Nothing;
}

/// <summary>What a worker does with its job.</summary>
internal enum WorkerDeed
{
    Nothing,
    Complete,
    Fail,
    FailOddly,
    HandBack,
    Renew,
    Hang,
    Crash,
}
