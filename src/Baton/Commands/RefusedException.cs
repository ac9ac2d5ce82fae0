namespace Baton.Commands;

/// <summary>What was asked for cannot be done; the message is all the user needs to read.</summary>
internal sealed class RefusedException(string message) : Exception(message);
