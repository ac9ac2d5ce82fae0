namespace Baton.Providers.Tools;

/// <summary>How a program ended, and the last of what it said on standard error.</summary>
internal sealed record ToolResult(int ExitCode, string Errors);
