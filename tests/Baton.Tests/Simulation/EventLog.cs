using System.Globalization;

namespace Baton.Tests.Simulation;

/// <summary>What happened, as a hash that two runs of one seed must share; and in words when a failing seed is shown.</summary>
internal sealed class EventLog(bool inWords)
{
    private const ulong Prime = 1099511628211;
    private readonly List<string> _lines = [];

    /// <summary>FNV-1a over all events so far.</summary>
    public ulong Hash { get; private set; } = 14695981039346656037;

    public int Count { get; private set; }

    public void Add(string what, string whom = "", long detail = 0)
    {
        Count++;
        Mix(what);
        Mix(whom);
        Hash = (Hash ^ (ulong)detail) * Prime;
        if (inWords)
        {
            _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{Count,5} {what} {whom} {detail}"));
        }
    }

    /// <summary>The last events, the newest at the end.</summary>
    public string Tail(int count) => string.Join('\n', _lines.TakeLast(count));

    private void Mix(string text)
    {
        foreach (var character in text)
        {
            Hash = (Hash ^ character) * Prime;
        }
    }
}
