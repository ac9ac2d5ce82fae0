namespace Baton.Accounts;

/// <summary>What a token opens.</summary>
public enum TokenRole
{
    /// <summary>The caller's operations on the workflows and blobs of its account.</summary>
    Caller,

    /// <summary>The operations by which workers take and report jobs of every account; nothing else.</summary>
    Worker,

    /// <summary>What a caller may, and the view of providers and workers.</summary>
    Operator,
}
