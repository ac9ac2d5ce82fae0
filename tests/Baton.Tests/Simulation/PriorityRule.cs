using Baton.Contracts.Workflows;
using Baton.Offers;

namespace Baton.Tests.Simulation;

/// <summary>A higher priority goes first, unless a lower one that waits too has been passed over so often in a row that it is its turn.</summary>
internal sealed class PriorityRule
{
    private static readonly int Levels = Enum.GetValues<Priority>().Length;

    private readonly int[] _waiting = new int[Levels];
    private readonly int[] _passedOver = new int[Levels];

    public void Came(Priority priority) => _waiting[(int)priority]++;

    public void Went(Priority priority) => _waiting[(int)priority]--;

    /// <summary>Whether a job of this priority, which still counts as waiting, may be handed out.</summary>
    public bool HandOut(Priority priority)
    {
        var went = (int)priority;
        var isItsTurn = _passedOver[went] >= OfferQueue.PassedOverMax || !_waiting.AsSpan(0, went).ContainsAnyExcept(0);
        for (var level = 0; level < Levels; level++)
        {
            _passedOver[level] = level == went || _waiting[level] == 0 ? 0 : level > went ? _passedOver[level] + 1 : _passedOver[level];
        }

        return isItsTurn;
    }
}
