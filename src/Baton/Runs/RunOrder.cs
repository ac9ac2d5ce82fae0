namespace Baton.Runs;

/// <summary>What to run, where to put the results (null: a folder named after the workflow), and with which arguments.</summary>
internal sealed record RunOrder(string File, string? Folder, IReadOnlyList<KeyValuePair<string, string>> Arguments);
