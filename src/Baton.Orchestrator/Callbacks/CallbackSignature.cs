using System.Security.Cryptography;
using System.Text;

namespace Baton.Callbacks;

/// <summary>The header <c>webhook-signature</c> of Standard Webhooks: one <c>v1,</c> and HMAC-SHA256 as Base64 for each secret, with spaces between them.</summary>
internal static class CallbackSignature
{
    public static string Of(IEnumerable<SigningSecret> secrets, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        var head = Encoding.ASCII.GetBytes($"{id}.{timestamp}.");
        var signed = new byte[head.Length + body.Length];
        head.CopyTo(signed, 0);
        body.CopyTo(signed.AsSpan(head.Length));
        return string.Join(' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret.Key, signed))}"));
    }
}
