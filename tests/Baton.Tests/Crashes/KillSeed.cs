using System.Globalization;
using System.Security.Cryptography;
using Xunit;

namespace Baton.Tests.Crashes;

/// <summary>Decides when a server is killed: another way at each run. What a run printed as its seed brings the same moments again; what the server does in them is its own.</summary>
internal static class KillSeed
{
    private const string Variable = "BATON_KILL_SEED";

    public static Random Random()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given
            : RandomNumberGenerator.GetInt32(int.MaxValue);
        TestContext.Current.TestOutputHelper?.WriteLine($"{Variable}={seed.ToString(CultureInfo.InvariantCulture)}");
        return new Random(seed);
    }
}
