namespace Baton.Providers.Tools;

/// <summary>A program, how it tells its version, and the Debian package that brings it.</summary>
internal sealed record ToolNeed(string Program, string VersionArgument, string Package);
