namespace Baton.Storage;

/// <summary>Directories with content of callers or secrets, which other users of the machine must not read.</summary>
internal static class PrivateDirectory
{
    /// <summary>Makes the directory, for the server's own user only, unless it exists. Returns its absolute path.</summary>
    public static string Create(string path) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(path).FullName
        : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
}
