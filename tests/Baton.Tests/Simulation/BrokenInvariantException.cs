namespace Baton.Tests.Simulation;

/// <summary>An invariant of the design does not hold; the message begins with its name.</summary>
internal sealed class BrokenInvariantException(string message) : Exception(message);
