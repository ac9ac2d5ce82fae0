using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Baton.Client;

/// <summary>
/// Tells callbacks that Baton sent from those that somebody else made up or sends again, by the headers of Standard Webhooks. Give it the body as it came,
/// before anything parses it. Drop what has a <c>webhook-id</c> that was seen before: deliveries may repeat.
/// </summary>
public sealed class CallbackVerifier
{
    private const string SecretPrefix = "whsec_";
    private const string Version = "v1,";

    private readonly byte[][] _keys;

    /// <param name="secrets">One, or several while one is being replaced: <c>whsec_</c> and Base64.</param>
    public CallbackVerifier(params IReadOnlyCollection<string> secrets) =>
        _keys = [.. secrets.Select(secret => Convert.FromBase64String(secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret[SecretPrefix.Length..] : secret))];

    /// <summary>How far the clocks of the sender and of this machine may be apart, and how long a delivery may take. Default: 5 minutes.</summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromMinutes(5);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>True when the body came from somebody who knows one of the secrets, and lately.</summary>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>, in seconds since 1970.</param>
    /// <param name="signature">The header <c>webhook-signature</c>: one or more signatures with spaces between them.</param>
    public bool IsGenuine(string? id, string? timestamp, string? signature, ReadOnlySpan<byte> body) =>
        !string.IsNullOrEmpty(id) && timestamp is not null && signature is not null && IsRecent(timestamp) && IsSigned($"{id}.{timestamp}.", signature, body);

    private bool IsRecent(string timestamp) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs((decimal)Time.GetUtcNow().ToUnixTimeSeconds() - seconds) <= (decimal)Tolerance.TotalSeconds;

    private bool IsSigned(string head, string signature, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(head), .. body];
        var expected = Array.ConvertAll(_keys, key => Encoding.ASCII.GetBytes(Version + Convert.ToBase64String(HMACSHA256.HashData(key, signed))));
        var isSigned = false;
        foreach (var given in signature.Split(' '))
        {
            foreach (var right in expected)
            {
                // As long for a wrong signature as for a right one, or the time would tell how much of it is right.
                isSigned |= CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), right);
            }
        }

        return isSigned;
    }
}
