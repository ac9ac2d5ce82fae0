using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Baton.Live;

/// <summary>
/// Writes <c>text/event-stream</c> as the HTML standard has it. The framework's own writer knows no comments, and those are what keeps a quiet stream alive
/// without telling its reader anything.
/// </summary>
internal sealed class EventStream(HttpResponse response)
{
    public const string ContentType = "text/event-stream";

    private readonly PipeWriter _writer = response.BodyWriter;
    private bool _isOpen;

    /// <summary>Sends the headers, and how long to pause before coming back.</summary>
    public Task Begin(TimeSpan retry, CancellationToken cancellationToken)
    {
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
        Write(string.Create(CultureInfo.InvariantCulture, $"retry: {(long)retry.TotalMilliseconds}\n\n"));
        return Flush(cancellationToken).AsTask();
    }

    /// <summary>Adds an event.</summary>
    /// <param name="json">On one line, as the serializer writes it.</param>
    public void Add(string name, ReadOnlySpan<byte> json)
    {
        Close();
        Write("event: ");
        Write(name);
        Write("\ndata: ");
        _writer.Write(json);
        Write("\n");
        _isOpen = true;
    }

    /// <summary>An event that tells nothing but where to come back to. An id alone would do by the standard; but there are readers that drop what has no data.</summary>
    public void AddReady() => Add("ready", "{}"u8);

    /// <summary>The event that was added last, and with it all before it, gets this id: whoever comes back with it has seen them. Without an event it stands alone.</summary>
    public void Mark(string id)
    {
        Write("id: ");
        Write(id);
        Write("\n");
        _isOpen = true;
    }

    /// <summary>Adds a comment, which readers drop.</summary>
    public void Beat()
    {
        Close();
        Write(":\n\n");
    }

    /// <summary>Sends what was added; false when nobody reads any more. Takes as long as the reader does.</summary>
    public async ValueTask<bool> Flush(CancellationToken cancellationToken)
    {
        Close();
        return !(await _writer.FlushAsync(cancellationToken)).IsCompleted;
    }

    private void Close()
    {
        if (_isOpen)
        {
            Write("\n");
            _isOpen = false;
        }
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, _writer);
}
