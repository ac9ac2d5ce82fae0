using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Baton.Workflows;

namespace Baton.Storage.Sqlite;

/// <summary>
/// Workflows as JSON in columns. The writing side keeps one buffer, so it belongs to one thread: the committer's.
/// </summary>
internal sealed class WorkflowDocuments : IDisposable
{
    // A rare long document must not keep its memory for ever.
    private const int KeptBytesMax = 1024 * 1024;

    // The document never stands in HTML, so only what JSON itself asks for is escaped.
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private ArrayBufferWriter<byte> _buffer = new(8 * 1024);
    private Utf8JsonWriter? _writer;

    /// <summary>The state without its definition. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(WorkflowState state) => Write(state, WorkflowStateJson.Default.WorkflowState);

    /// <inheritdoc cref="Write(WorkflowState)"/>
    public ReadOnlySpan<byte> Write(WorkflowDefinition definition) => Write(definition, WorkflowStateJson.Default.WorkflowDefinition);

    public static WorkflowState Read(ReadOnlySpan<byte> state, ReadOnlySpan<byte> definition) =>
        JsonSerializer.Deserialize(state, WorkflowStateJson.Default.WorkflowState)! with
        {
            Definition = JsonSerializer.Deserialize(definition, WorkflowStateJson.Default.WorkflowDefinition)!,
        };

    public void Dispose() => _writer?.Dispose();

    private ReadOnlySpan<byte> Write<T>(T value, JsonTypeInfo<T> type)
    {
        if (_buffer.Capacity > KeptBytesMax)
        {
            _buffer = new ArrayBufferWriter<byte>(8 * 1024);
        }

        _buffer.ResetWrittenCount();
        _writer ??= new Utf8JsonWriter(_buffer, WriterOptions);
        _writer.Reset(_buffer);
        JsonSerializer.Serialize(_writer, value, type);
        return _buffer.WrittenSpan;
    }
}
