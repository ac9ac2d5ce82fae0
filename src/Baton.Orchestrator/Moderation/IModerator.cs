namespace Baton.Moderation;

/// <summary>Looks at the texts of a job before any provider hears of it.</summary>
internal interface IModerator
{
    /// <summary>Why jobs wait for this moderator, in words for whoever asks; null while it answers.</summary>
    string? Trouble { get; }

    /// <summary>What is to become of the job. Completes at once when nobody else has to be asked.</summary>
    /// <exception cref="ModeratorAwayException">It could not be asked just now.</exception>
    ValueTask<ModerationVerdict> Judge(ModerationRequest request, CancellationToken cancellationToken);
}
