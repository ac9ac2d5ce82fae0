namespace Baton.Providers.Tools;

/// <summary>One run of a program: what to start, where, and who hears what it prints.</summary>
internal sealed record ToolRun(string Program, IReadOnlyList<string> Arguments, string WorkingDirectory)
{
    /// <summary>Written to the program's standard input; null closes it at once.</summary>
    public string? Text { get; init; }

    /// <summary>Called for each line of standard output.</summary>
    public Action<string>? OnLine { get; init; }

    /// <summary>How to begin when the program refuses what it was given.</summary>
    public string Complaint { get; init; } = "The media cannot be processed";

    public string ProgramName => Path.GetFileName(Program);
}
