namespace Baton.Storage;

/// <summary>The directory that holds everything a server keeps.</summary>
internal static class DataDirectory
{
    /// <summary>Makes the directory unless it exists. Returns its absolute path. Throws an <see cref="IOException"/> that an operator can act on.</summary>
    public static string Make(string path)
    {
        try
        {
            return Directory.CreateDirectory(path).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The data directory {path} cannot be made: {e.Message}", e);
        }
    }
}
