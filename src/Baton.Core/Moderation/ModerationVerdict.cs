using Baton.Contracts.Workflows;

namespace Baton.Moderation;

/// <summary>What a moderator says of a job's texts.</summary>
public abstract record ModerationVerdict
{
    private ModerationVerdict()
    {
    }

    /// <summary>Nothing stands against it.</summary>
    public sealed record Allowed : ModerationVerdict
    {
        public static readonly Allowed Instance = new();
    }

    /// <summary>It may run; what comes of it is rated at this level, and is withheld where that is mature and the workflow does not allow it.</summary>
    /// <param name="Reason">In words for the caller: which text, and what was found in it.</param>
    public sealed record Rated(NsfwLevel Level, string Reason) : ModerationVerdict;

    /// <summary>It must not run.</summary>
    /// <param name="Reason">In words for the caller: which text, and what was found in it.</param>
    public sealed record Blocked(string Reason) : ModerationVerdict;
}
