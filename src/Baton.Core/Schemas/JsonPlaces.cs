namespace Baton.Schemas;

/// <summary>Paths below paths.</summary>
internal static class JsonPlaces
{
    public static string Below(JsonPlace at, string path) => Join(at.Path, path);

    public static string Join(string root, string path) =>
        root.Length == 0 ? path : path.Length == 0 ? root : path[0] == '[' ? root + path : $"{root}.{path}";
}
