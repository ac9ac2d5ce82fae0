namespace Baton.Tokens;

/// <summary>An account is part of external ids, so its name has no characters that mean something in a URL.</summary>
internal static class AccountName
{
    private const int LengthMax = 64;

    public static bool IsValid(string? name) =>
        name is { Length: > 0 and <= LengthMax } && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
