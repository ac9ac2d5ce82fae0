namespace Baton.Tests.Moderation;

/// <summary>A file with one rule that blocks and one that rates, and the settings that name it.</summary>
internal sealed class AFileOfRules : IDisposable
{
    private readonly FileInfo _file = new(System.IO.Path.GetTempFileName());

    public AFileOfRules(string? content = null) => File.WriteAllText(_file.FullName, content ?? """
        {
          // What the tests write.
          "rules": [
            { "category": "weapons", "phrases": ["pipe bomb"], },
            { "category": "nudity", "rating": "r", "phrases": ["nude"] },
          ],
        }
        """);

    public string Path => _file.FullName;

    public KeyValuePair<string, string?>[] Settings => [new("Moderation:RulesFile", Path)];

    public void Dispose() => _file.Delete();
}
