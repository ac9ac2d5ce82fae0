namespace Baton.Explanations;

/// <summary>How long jobs of a type took lately: of ten, one was quicker than the first and one slower than the second.</summary>
public readonly record struct DurationRange(TimeSpan Quick, TimeSpan Slow);
