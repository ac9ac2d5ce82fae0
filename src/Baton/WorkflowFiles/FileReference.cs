namespace Baton.WorkflowFiles;

/// <summary>
/// A value that stands for a file on this machine: <c>file:./pic.png</c> or, shorter, <c>@./pic.png</c>. The short form wants a dot or a slash
/// after the @, so that text which merely begins with one is left alone.
/// </summary>
internal static class FileReference
{
    private const string Scheme = "file:";

    public static string? PathIn(string value) => value switch
    {
        ['@', '.' or '/', ..] => value[1..],
        _ when value.StartsWith(Scheme + "//", StringComparison.Ordinal) => Uri.TryCreate(value, UriKind.Absolute, out var uri) ? uri.LocalPath : null,
        _ when value.StartsWith(Scheme, StringComparison.Ordinal) && value.Length > Scheme.Length && !char.IsWhiteSpace(value[Scheme.Length]) =>
            value[Scheme.Length..],
        _ => null,
    };
}
