namespace Baton.Providers.Sandbox;

/// <summary>How a job ends at a sandbox provider.</summary>
internal enum Fate
{
    Success,

    /// <summary>Trouble that may pass; another provider is tried first.</summary>
    Transient,

    /// <summary>This provider cannot do it; another may.</summary>
    Rejected,

    /// <summary>Withheld by moderation.</summary>
    Blocked,

    /// <summary>The caller's fault.</summary>
    Invalid,

    /// <summary>The worker vanishes without a word, and the claim's lease must run out.</summary>
    Crash,

    /// <summary>The worker goes on for ever and says that it does.</summary>
    Hang,
}
