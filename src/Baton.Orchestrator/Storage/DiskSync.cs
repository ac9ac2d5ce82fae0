using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Baton.Storage;

/// <summary>Makes what happened to names in a directory survive a power cut. The flush of a file covers its content, not the name it was given.</summary>
internal static class DiskSync
{
    private const int ReadOnly = 0;

    /// <summary>Returns when the names in the directory are on disk. Windows has no such call and needs none for its journaled renames.</summary>
    public static void Directory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Check(Open(path, ReadOnly), path);
        try
        {
            _ = Check(Fsync(descriptor), path);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static int Check(int result, string path) =>
        result >= 0 ? result : throw new IOException($"Cannot flush the directory {path}.", new Win32Exception(Marshal.GetLastPInvokeError()));

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fsync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
