using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Baton.Ids;

/// <summary>
/// ULIDs that sort in the order in which they were made, also within one millisecond and when the clock steps back, so that a listing shows what was submitted
/// in the order of its submission. Within a millisecond each is the one before plus 64 random bits: later, and not to be guessed from it.
/// </summary>
internal sealed class UlidSequence
{
    private const int RandomBytes = 10;

    private readonly Lock _gate = new();
    private long _milliseconds;
    private UInt128 _last;

    private static UInt128 Limit => UInt128.One << (8 * RandomBytes);

    public string Next(DateTimeOffset now)
    {
        lock (_gate)
        {
            var milliseconds = Math.Max(now.ToUnixTimeMilliseconds(), _milliseconds);
            var next = milliseconds == _milliseconds ? _last + 1 + Random(sizeof(ulong)) : Random(RandomBytes);
            if (next >= Limit)
            {
                milliseconds++;
                next = Random(RandomBytes);
            }

            (_milliseconds, _last) = (milliseconds, next);
            return Text(milliseconds, next);
        }
    }

    private static UInt128 Random(int bytes)
    {
        Span<byte> random = stackalloc byte[16];
        random.Clear();
        RandomNumberGenerator.Fill(random[^bytes..]);
        return BinaryPrimitives.ReadUInt128BigEndian(random);
    }

    private static string Text(long milliseconds, UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return Ulid.NewUlid(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), bytes[^RandomBytes..]).ToString();
    }
}
