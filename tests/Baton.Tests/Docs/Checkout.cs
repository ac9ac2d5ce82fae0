namespace Baton.Tests.Docs;

/// <summary>Where the sources are that these tests were built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Baton.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run from a checkout.");
        }

        return folder.FullName;
    }
}
