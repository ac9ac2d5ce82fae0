using System.Security.Cryptography;
using Baton.Storage;

namespace Baton.Blobs;

/// <summary>The secret that signatures of blob URLs are made with. Whoever has it can read every blob; deleting it ends every URL given out.</summary>
internal sealed class BlobUrlKey
{
    private const int Length = 32;
    private readonly byte[] _secret;

    private BlobUrlKey(byte[] secret) => _secret = secret;

    /// <summary>Reads the key, or makes it on the first start.</summary>
    public static BlobUrlKey LoadOrCreate(string path)
    {
        if (!File.Exists(path))
        {
            Create(path);
        }

        var secret = File.ReadAllBytes(path);
        return secret.Length == Length
            ? new BlobUrlKey(secret)
            : throw new InvalidOperationException($"{path} must hold {Length} bytes and holds {secret.Length}. Delete it to make a new key; URLs given out so far then stop working.");
    }

    public void Sign(ReadOnlySpan<byte> message, Span<byte> signature) => HMACSHA256.HashData(_secret, message, signature);

    /// <summary>Two processes that start at once must end up with one key, and a crash half way must not leave half a key: so a whole file is moved into place.</summary>
    private static void Create(string path)
    {
        var directory = PrivateDirectory.Create(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        Write(draft);
        try
        {
            File.Move(draft, path, overwrite: false);
            DiskSync.Directory(directory);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first; its key counts.
            File.Delete(draft);
        }
    }

    private static void Write(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(RandomNumberGenerator.GetBytes(Length));
        file.Flush(flushToDisk: true);
    }
}
