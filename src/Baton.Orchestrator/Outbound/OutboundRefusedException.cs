namespace Baton.Outbound;

/// <summary>A URL or the address behind it may not be called from here. The message says why and names no address that a name resolved to.</summary>
public sealed class OutboundRefusedException(string message) : Exception(message);
