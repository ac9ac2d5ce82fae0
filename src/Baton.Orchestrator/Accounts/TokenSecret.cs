using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Baton.Accounts;

/// <summary>
/// The secret part of a token: <c>baton_</c> and 256 random bits. Only its SHA-256 is kept. That is enough because there is nothing to guess: slow, salted hashes
/// make up for passwords that people choose.
/// </summary>
internal static class TokenSecret
{
    private const string Prefix = "baton_";
    private const int RandomBytes = 32;

    private static readonly int Length = Prefix.Length + Base64Url.GetEncodedLength(RandomBytes);

    public static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>False for text that no token was ever made of, however long; it need not be looked up.</summary>
    public static bool TryHash(string secret, Span<byte> hash)
    {
        if (secret.Length != Length || !secret.StartsWith(Prefix, StringComparison.Ordinal) || !Ascii.IsValid(secret))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[Length];
        Encoding.ASCII.GetBytes(secret, bytes);
        SHA256.HashData(bytes, hash);
        return true;
    }

    public static byte[] Hash(string secret)
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        return TryHash(secret, hash) ? hash : throw new ArgumentException("Not a token's secret.", nameof(secret));
    }
}
