namespace Baton.Commands;

/// <summary>What a script can tell from how <c>baton</c> ended.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The workflow did not succeed, or the doctor found something missing.</summary>
    public const int Failed = 1;

    /// <summary>What was asked for is wrong: the command line, a file, or what the server refused.</summary>
    public const int Refused = 2;

    /// <summary>The server cannot be reached or broke off.</summary>
    public const int Unreachable = 3;

    /// <summary>Ctrl-C.</summary>
    public const int Interrupted = 130;
}
