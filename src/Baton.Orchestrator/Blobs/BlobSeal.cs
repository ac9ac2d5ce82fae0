using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Baton.Blobs;

/// <summary>
/// Seals a text and an expiry into an opaque, self-contained token, and opens it again. A token opens only for the purpose it was sealed for, so that a
/// link to read one blob is no link to upload.
/// </summary>
internal sealed class BlobSeal(BlobUrlKey key, TimeProvider time)
{
    private const int ExpiryLength = sizeof(long);
    private const int SignatureLength = HMACSHA256.HashSizeInBytes;

    /// <summary>Longer tokens cannot be ours and are not worth decoding.</summary>
    private const int TokenLengthMax = 4096;

    public string Seal(BlobPurpose purpose, string text, DateTimeOffset expiresAt)
    {
        var body = Body(text, expiresAt);
        var signature = Signature(purpose, body);
        return Base64Url.EncodeToString([.. body, .. signature]);
    }

    public SealedText Open(BlobPurpose purpose, string? token)
    {
        if (token is null || token.Length > TokenLengthMax || !TryDecode(token, out var bytes) || bytes.Length < ExpiryLength + SignatureLength)
        {
            return new SealedText.Forged();
        }

        var body = bytes.AsSpan(..^SignatureLength);
        if (!CryptographicOperations.FixedTimeEquals(Signature(purpose, body), bytes.AsSpan(^SignatureLength..)))
        {
            return new SealedText.Forged();
        }

        var expiresAt = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(body));
        return new SealedText.Genuine(Encoding.UTF8.GetString(body[ExpiryLength..]), expiresAt, expiresAt <= time.GetUtcNow());
    }

    /// <summary>Only the signature, for URLs that carry the text and the expiry in the open.</summary>
    public string SignatureOf(BlobPurpose purpose, string text, DateTimeOffset expiresAt) =>
        Base64Url.EncodeToString(Signature(purpose, Body(text, expiresAt)));

    /// <summary>Whether the signature is the one that <see cref="SignatureOf"/> makes; says nothing of the expiry.</summary>
    public bool IsSignatureOf(BlobPurpose purpose, string text, DateTimeOffset expiresAt, string signature) =>
        signature.Length <= TokenLengthMax
        && TryDecode(signature, out var bytes)
        && CryptographicOperations.FixedTimeEquals(Signature(purpose, Body(text, expiresAt)), bytes);

    private static byte[] Body(string text, DateTimeOffset expiresAt)
    {
        var body = new byte[ExpiryLength + Encoding.UTF8.GetByteCount(text)];
        BinaryPrimitives.WriteInt64BigEndian(body, expiresAt.ToUnixTimeSeconds());
        Encoding.UTF8.GetBytes(text, body.AsSpan(ExpiryLength..));
        return body;
    }

    private byte[] Signature(BlobPurpose purpose, ReadOnlySpan<byte> body)
    {
        var signature = new byte[SignatureLength];
        key.Sign([(byte)purpose, .. body], signature);
        return signature;
    }

    /// <summary>One spelling only: of the spellings that a lenient decoder reads as the same bytes, all but the canonical one are refused.</summary>
    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (!Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var written))
        {
            return false;
        }

        Array.Resize(ref bytes, written);
        return Base64Url.EncodeToString(bytes) == text;
    }
}

/// <summary>What a signature allows. The numbers are part of every signature given out.</summary>
internal enum BlobPurpose : byte
{
    Read = 1,
    Content = 2,
    Upload = 3,
    Archive = 4,
    Blocked = 5,
    JobUpload = 6,
    Stream = 7,
}

/// <summary>What came of opening a token.</summary>
internal abstract record SealedText
{
    private SealedText()
    {
    }

    /// <summary>Made here for this purpose; it counts unless <paramref name="HasExpired"/>.</summary>
    public sealed record Genuine(string Text, DateTimeOffset ExpiresAt, bool HasExpired) : SealedText;

    /// <summary>Not made here, made for something else, or changed on the way.</summary>
    public sealed record Forged : SealedText;
}
