using System.Text;
using Baton.Client.Workers;

namespace Baton.Streams;

/// <summary>The writing end of one claim's stream. The file is made by the first line, so that a claim which fails at once leaves no trace.</summary>
internal sealed class JobStream(string path, LiveStream live) : IJobStream, IDisposable
{
    /// <summary>Tells readers that what they read so far came of a claim that has failed, and that the answer begins anew.</summary>
    public const string Restart = """{"object":"stream.restart"}""";

    private FileStream? _file;

    public async ValueTask Write(string json, CancellationToken cancellationToken)
    {
        var isFirst = _file is null;
        _file ??= new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);
        var restart = isFirst && _file.Position > 0 ? Restart + "\n" : "";
        await _file.WriteAsync(Encoding.UTF8.GetBytes($"{restart}{json.ReplaceLineEndings(" ")}\n"), cancellationToken);
        live.Written();
    }

    public void Dispose()
    {
        _file?.Dispose();
        live.Dispose();
    }
}
