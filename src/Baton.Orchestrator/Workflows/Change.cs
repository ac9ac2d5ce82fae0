using System.Diagnostics.CodeAnalysis;
using Baton.Problems;

namespace Baton.Workflows;

/// <summary>What a caller's body asks for; or the answer to a body that asks for nothing that can be done.</summary>
internal readonly record struct Change<TCommand>
    where TCommand : class
{
    private Change(TCommand? command, ProblemResult? problem) => (Command, Problem) = (command, problem);

    public TCommand? Command { get; }

    public ProblemResult? Problem { get; }

    public static implicit operator Change<TCommand>(TCommand command) => new(command, null);

    public static implicit operator Change<TCommand>(ProblemResult problem) => new(null, problem);

    public bool TryGet([NotNullWhen(true)] out TCommand? command, [NotNullWhen(false)] out ProblemResult? problem)
    {
        (command, problem) = (Command, Problem);
        return command is not null;
    }
}
