using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Baton.Blobs;
using Baton.Workflows;

namespace Baton.Streams;

/// <summary>
/// Streaming blobs: lines of JSON that a step's job writes while it runs and that any number of readers follow, each from the beginning. The lines lie in a file among the
/// temporary ones, which are removed a day after they were last written to; what is in memory is who waits for the next line. The key of a stream is sealed, so that it cannot be
/// guessed, and needs no row of its own.
/// </summary>
internal sealed class JobStreams(JobFolders folders, BlobSeal seal)
{
    private static readonly TimeSpan KeyLifetime = TimeSpan.FromDays(30);

    private readonly ConcurrentDictionary<string, LiveStream> _live = new(StringComparer.Ordinal);

    /// <summary>The key by which the stream of a step is read, the same whenever it is asked for.</summary>
    public string KeyOf(WorkflowState workflow, int step) => seal.Seal(BlobPurpose.Stream, $"{workflow.Id}/{workflow.Account}/{step}", workflow.CreatedAt + KeyLifetime);

    /// <summary>The step that a key names; null when it is not ours or has expired.</summary>
    public StreamName? Read(string key) =>
        seal.Open(BlobPurpose.Stream, key) is SealedText.Genuine { HasExpired: false } genuine ? StreamName.Parse(genuine.Text) : null;

    /// <summary>Whether a step's metadata asks for a stream: <c>{ "stream": true }</c>.</summary>
    public static bool IsAskedFor(JsonElement? metadata) =>
        metadata is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True;

    public bool Exists(WorkflowId workflow, int step) => File.Exists(PathOf(workflow, step));

    /// <summary>A place to write to. Where an earlier claim has written already, readers are told that it begins anew.</summary>
    public JobStream Write(WorkflowId workflow, int step) => new(PathOf(workflow, step), Follow(workflow, step));

    /// <summary>The lines from the first on, as they come, until <paramref name="ended"/> and all that was written by then.</summary>
    public async IAsyncEnumerable<string> Lines(WorkflowId workflow, int step, Task ended, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var live = Follow(workflow, step);
        using var lines = new FollowedFile(PathOf(workflow, step));
        while (true)
        {
            // Both are looked at before reading, so that what is written meanwhile is read in the next round.
            var (changed, isOver) = (live.Changed, ended.IsCompleted);
            await foreach (var line in lines.ReadNew(cancellationToken))
            {
                yield return line;
            }

            if (isOver)
            {
                yield break;
            }

            await Task.WhenAny(changed, ended).WaitAsync(cancellationToken);
        }
    }

    private LiveStream Follow(WorkflowId workflow, int step)
    {
        var name = NameOf(workflow, step);
        while (true)
        {
            var live = _live.GetOrAdd(name, _ => new LiveStream(gone => _live.TryRemove(new(name, gone))));
            if (live.TryEnter())
            {
                return live;
            }
        }
    }

    private string PathOf(WorkflowId workflow, int step) => Path.Combine(folders.Root, NameOf(workflow, step));

    private static string NameOf(WorkflowId workflow, int step) => $"{workflow}_{step}.ndjson";

    /// <summary>Reads the whole lines that a growing file has, each once.</summary>
    private sealed class FollowedFile(string path) : IDisposable
    {
        private readonly StringBuilder _rest = new();
        private readonly byte[] _buffer = new byte[16 * 1024];
        private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
        private readonly char[] _text = new char[16 * 1024];
        private FileStream? _file;

        public async IAsyncEnumerable<string> ReadNew([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            if (_file is null && !File.Exists(path))
            {
                yield break;
            }

            _file ??= new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);
            while (await _file.ReadAsync(_buffer, cancellationToken) is > 0 and var read)
            {
                var count = _decoder.GetChars(_buffer, 0, read, _text, 0);
                _rest.Append(_text, 0, count);
                foreach (var line in TakeLines())
                {
                    yield return line;
                }
            }
        }

        public void Dispose() => _file?.Dispose();

        private string[] TakeLines()
        {
            var text = _rest.ToString();
            var end = text.LastIndexOf('\n');
            if (end < 0)
            {
                return [];
            }

            _rest.Clear().Append(text, end + 1, text.Length - end - 1);
            return text[..end].Split('\n');
        }
    }
}
