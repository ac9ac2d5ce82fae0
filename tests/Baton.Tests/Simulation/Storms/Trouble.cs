namespace Baton.Tests.Simulation.Storms;

/// <summary>What a provider does with jobs while it is down.</summary>
internal enum Trouble
{
    /// <summary>It answers with an error at once, as with 429 or 503.</summary>
    Refuses,

    /// <summary>It does not answer until whoever asked gives up.</summary>
    Hangs,

    /// <summary>Its workers die of every job without a word, and come back under new ids.</summary>
    Dies,
}
