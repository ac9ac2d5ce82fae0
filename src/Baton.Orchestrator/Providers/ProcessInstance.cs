namespace Baton.Providers;

/// <summary>Names this run of this process, so that claims of an earlier run can be told from live ones.</summary>
internal sealed record ProcessInstance(string Id);
