namespace Baton.Blobs;

/// <summary>Gives each entry of an archive a name of its own, also where upper and lower case are the same.</summary>
internal sealed class EntryNames
{
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _repeats = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The name itself the first time, then with a number before the extension.</summary>
    public string Next(string name)
    {
        var candidate = name;
        while (!_taken.Add(candidate))
        {
            // Counting on from the last number keeps a thousand equal names from being a million attempts.
            var number = _repeats[name] = _repeats.GetValueOrDefault(name, 1) + 1;
            candidate = $"{Path.GetFileNameWithoutExtension(name)} ({number}){Path.GetExtension(name)}";
        }

        return candidate;
    }
}
