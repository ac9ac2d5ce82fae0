namespace Baton.Schemas;

/// <summary>One thing wrong with a body.</summary>
/// <param name="Path">Where, as the caller wrote it: <c>steps[0].input.resolution</c>.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record Fault(string Path, string Message);
