using System.Text;

namespace Baton.Providers.Tools;

/// <summary>Reads lines of bounded length; what is beyond the bound is dropped.</summary>
internal sealed class LineReader(Stream stream) : IDisposable
{
    private const int LineCharsMax = 64 * 1024;

    private readonly StreamReader reader = new(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, bufferSize: 4096, leaveOpen: true);
    private readonly char[] buffer = new char[4096];
    private readonly StringBuilder line = new();
    private int filled;
    private int position;

    /// <summary>The next line without its end, or null after the last.</summary>
    public async Task<string?> Read(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (position == filled && !await Fill(cancellationToken))
            {
                return line.Length > 0 ? Take() : null;
            }

            var rest = buffer.AsSpan(position, filled - position);
            var end = rest.IndexOf('\n');
            Append(end < 0 ? rest : rest[..end]);
            position += end < 0 ? rest.Length : end + 1;
            if (end >= 0)
            {
                return Take();
            }
        }
    }

    public void Dispose() => reader.Dispose();

    private async Task<bool> Fill(CancellationToken cancellationToken)
    {
        position = 0;
        filled = await reader.ReadAsync(buffer, cancellationToken);
        return filled > 0;
    }

    private void Append(ReadOnlySpan<char> part) => line.Append(part[..Math.Min(part.Length, LineCharsMax - line.Length)]);

    private string Take()
    {
        var text = line.ToString();
        line.Clear();
        return text;
    }
}
