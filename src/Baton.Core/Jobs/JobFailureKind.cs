namespace Baton.Jobs;

/// <summary>What a worker says about a job that it could not finish.</summary>
public enum JobFailureKind
{
    /// <summary>Trouble of the provider: the job goes back to the pool, other providers first.</summary>
    Transient,

    /// <summary>This provider cannot do this job with these inputs; another may.</summary>
    Rejected,

    /// <summary>The inputs themselves are bad, such as a broken picture; no provider could do it.</summary>
    Invalid,

    /// <summary>Stopped by moderation.</summary>
    Blocked,
}
