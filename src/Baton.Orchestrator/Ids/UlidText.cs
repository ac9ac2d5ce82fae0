using System.Security.Cryptography;

namespace Baton.Ids;

/// <summary>
/// The 26 characters of a new ULID: 48 bits of milliseconds, so that ids sort by age, and 80 random bits. Those come from the system's
/// cryptographic source, since an id must not be guessable from another one.
/// </summary>
internal static class UlidText
{
    private const int RandomBytes = 10;

    public static string New(DateTimeOffset now)
    {
        Span<byte> randomness = stackalloc byte[RandomBytes];
        RandomNumberGenerator.Fill(randomness);
        return Ulid.NewUlid(now, randomness).ToString();
    }

    /// <summary>When it was made; null for what is no ULID.</summary>
    public static DateTimeOffset? TimeOf(ReadOnlySpan<char> ulid) => Ulid.TryParse(ulid, out var known) ? known.Time : null;
}
