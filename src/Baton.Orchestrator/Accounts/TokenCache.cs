using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace Baton.Accounts;

/// <summary>
/// Tokens looked up lately, so that a busy caller costs no query for each request. They are kept for so short a time that a token revoked by another process,
/// such as <c>baton tokens revoke</c>, stops working soon. Unknown secrets are not kept: anybody can make those up.
/// </summary>
internal sealed class TokenCache(TimeProvider time)
{
    /// <summary>How long a revocation may go unnoticed.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);

    private const int EntriesMax = 10_000;

    private readonly ConcurrentDictionary<Key, Entry> _entries = new();

    public TokenRecord? Find(ReadOnlySpan<byte> hash) =>
        _entries.TryGetValue(Key.Of(hash), out var entry) && time.GetElapsedTime(entry.ReadAt) < Lifetime ? entry.Token : null;

    /// <summary>Keeps what was read from the database at <paramref name="readAt"/>.</summary>
    public void Add(ReadOnlySpan<byte> hash, TokenRecord token, long readAt)
    {
        if (_entries.Count >= EntriesMax)
        {
            // Everything in here is seconds old at most, so starting over costs one query for each caller.
            _entries.Clear();
        }

        _entries[Key.Of(hash)] = new Entry(token, readAt);
    }

    /// <summary>Forgets everything, because a token has changed.</summary>
    public void Clear() => _entries.Clear();

    private sealed record Entry(TokenRecord Token, long ReadAt);

    private readonly record struct Key(UInt128 High, UInt128 Low)
    {
        public static Key Of(ReadOnlySpan<byte> hash) =>
            new(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
    }
}
