using Baton.Client.Workers;
using NetVips;

namespace Baton.Providers.Images;

/// <summary>
/// Loads libvips once and shuts what is not needed: of its loaders only those for the formats Baton accepts stay open. Its cache is off,
/// because it would keep decoded pictures by file name, and names of temporary files come again.
/// </summary>
internal static class LibVips
{
    private static readonly string[] Loaders =
        ["VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadNsgif", "VipsForeignLoadHeif"];

    private static readonly Lock Once = new();

    // Warnings about broken pictures come again as exceptions, for those whose pictures they are; standard error is the operator's.
    private static readonly Log.LogDelegate Quiet = (_, _, _) => { };

    private static bool ready;

    /// <summary>Every use of a picture begins with this; later calls cost nothing and keep the first number of threads.</summary>
    public static void Open(int threads)
    {
        lock (Once)
        {
            if (ready)
            {
                return;
            }

            Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, Quiet);
            NetVips.NetVips.Concurrency = threads;
            Cache.Max = 0;
            Operation.Block("VipsForeignLoad", true);
            foreach (var loader in Loaders)
            {
                Operation.Block(loader, false);
            }

            ready = true;
        }
    }

    /// <summary>Whether the native library loads on this machine.</summary>
    public static ToolCheck Check(int threads)
    {
        try
        {
            Open(threads);
        }
        catch (Exception missing) when (missing is TypeInitializationException or DllNotFoundException or BadImageFormatException or VipsException)
        {
            return new ToolCheck(
                false, null, $"libvips does not load, so convertImage, imageUpscaler and mediaHash cannot run: {missing.GetBaseException().Message}");
        }

        var version = $"libvips {NetVips.NetVips.Version(0)}.{NetVips.NetVips.Version(1)}.{NetVips.NetVips.Version(2)}";
        return new ToolCheck(true, version, $"Found {version}, which Baton brings along.");
    }
}
