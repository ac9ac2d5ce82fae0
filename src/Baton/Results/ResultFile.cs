namespace Baton.Results;

/// <summary>A file among a workflow's results: where it comes from and what it shall be called.</summary>
/// <param name="Name">Without a folder. The extension is added from what the server says when it has none.</param>
internal sealed record ResultFile(string Step, string Name, Uri Url);

/// <summary>One that has been downloaded.</summary>
internal sealed record SavedFile(string Step, string Path, long Bytes);
