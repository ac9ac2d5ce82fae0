namespace Baton.Results;

/// <summary>Makes a file name of text that comes from elsewhere: no folders, nothing hidden, nothing a shell would act on.</summary>
internal static class FileName
{
    private const int LengthMax = 120;

    public static string Safe(string text)
    {
        var name = string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'));
        name = name.TrimStart('.');
        return name.Length switch
        {
            0 => "_",
            > LengthMax => name[^LengthMax..],
            _ => name,
        };
    }
}
