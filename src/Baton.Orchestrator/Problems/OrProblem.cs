using System.Diagnostics.CodeAnalysis;

namespace Baton.Problems;

/// <summary>What was asked for; or the answer to those who asked for what cannot be.</summary>
internal readonly record struct OrProblem<T>
    where T : class
{
    private OrProblem(T? value, ProblemResult? problem) => (Value, Problem) = (value, problem);

    public T? Value { get; }

    public ProblemResult? Problem { get; }

    public static implicit operator OrProblem<T>(T value) => new(value, null);

    public static implicit operator OrProblem<T>(ProblemResult problem) => new(null, problem);

    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out ProblemResult? problem)
    {
        (value, problem) = (Value, Problem);
        return value is not null;
    }
}
