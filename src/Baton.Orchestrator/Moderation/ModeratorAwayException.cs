namespace Baton.Moderation;

/// <summary>A moderator could not be asked; the message says why in words that hold no secrets.</summary>
internal sealed class ModeratorAwayException(string message, Exception? inner = null) : Exception(message, inner);
