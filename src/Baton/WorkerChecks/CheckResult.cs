namespace Baton.WorkerChecks;

/// <summary>What a check has shown.</summary>
/// <param name="Words">What was seen; of a failure, what to look for.</param>
internal sealed record CheckResult(string Name, CheckVerdict Verdict, string Words);

/// <summary>How a check ended.</summary>
internal enum CheckVerdict
{
    Passed,
    Failed,

    /// <summary>It could not be seen, such as renewals of a job that is too short for them.</summary>
    Skipped,
}

/// <summary>Ends a check before its end.</summary>
internal sealed class CheckEndedException(CheckVerdict verdict, string words) : Exception(words)
{
    public CheckVerdict Verdict => verdict;
}
