namespace Baton.Problems;

/// <summary>Whose fault a problem is.</summary>
public enum ProblemOwner
{
    /// <summary>The request asks for what cannot be, or may not.</summary>
    Caller,

    /// <summary>Those who do the work could not.</summary>
    Provider,

    /// <summary>This server, or what it stands on.</summary>
    Server,
}
