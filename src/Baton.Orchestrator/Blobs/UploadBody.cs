using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Baton.Blobs;

/// <summary>The bytes of an upload: the body itself, or the first file of a form.</summary>
internal abstract record UploadBody
{
    public const string BadForm = "The multipart body is not well-formed.";

    private const int BoundaryLengthMax = 100;

    private UploadBody()
    {
    }

    public sealed record Content(Stream Bytes, string? DeclaredType, bool IsPartOfForm) : UploadBody;

    /// <summary>A form that is none, or one without a file; the reason is for the caller.</summary>
    public sealed record Unreadable(string Reason) : UploadBody;

    public static async Task<UploadBody> Open(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return new Content(request.Body, request.ContentType, IsPartOfForm: false);
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary);
        if (boundary.Length is 0 or > BoundaryLengthMax)
        {
            return new Unreadable("A multipart body needs a boundary of at most 100 characters in its Content-Type.");
        }

        try
        {
            return await FirstFile(new MultipartReader(boundary.ToString(), request.Body), cancellationToken);
        }
        catch (Exception e) when (IsBadForm(e))
        {
            return new Unreadable(BadForm);
        }
    }

    /// <summary>Whether reading a form failed for what is in it. What is wrong with the request below it, such as a broken chunk, is told by the server.</summary>
    public static bool IsBadForm(Exception exception) =>
        exception is InvalidDataException || (exception is IOException and not BadHttpRequestException and not Microsoft.AspNetCore.Connections.ConnectionResetException);

    private static async Task<UploadBody> FirstFile(MultipartReader reader, CancellationToken cancellationToken)
    {
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (section.AsFileSection() is not null)
            {
                return new Content(section.Body, section.ContentType, IsPartOfForm: true);
            }
        }

        return new Unreadable("The form has no file in it.");
    }
}
