namespace Baton.Schemas;

/// <summary>What a JSON value must look like.</summary>
public sealed class Schema;
