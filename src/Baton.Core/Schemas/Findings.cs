using System.Collections.Immutable;

namespace Baton.Schemas;

/// <summary>Everything that a look at a body finds. The number kept is bounded; the rest is counted.</summary>
public sealed class Findings(int faultsMax = 100)
{
    private readonly List<Fault> _faults = [];
    private readonly List<string> _warnings = [];
    private int _faultsLeftOut;
    private int _warningsLeftOut;

    /// <summary>True when the body cannot be accepted.</summary>
    public bool HasFaults => _faults.Count > 0;

    /// <summary>What is wrong, in the order it was found; the last one counts those left out.</summary>
    public ImmutableArray<Fault> Faults => _faultsLeftOut == 0
        ? [.. _faults]
        : [.. _faults, new Fault("$", $"And {_faultsLeftOut} more faults.")];

    /// <summary>What was noticed and gone on without.</summary>
    public ImmutableArray<string> Warnings => _warningsLeftOut == 0
        ? [.. _warnings]
        : [.. _warnings, $"And {_warningsLeftOut} more."];

    public void Fault(JsonPlace at, string message) => Add(_faults, ref _faultsLeftOut, () => new Fault(at.ToString(), message));

    public void Fault(string path, string message) => Add(_faults, ref _faultsLeftOut, () => new Fault(path, message));

    public void Warn(string warning) => Add(_warnings, ref _warningsLeftOut, () => warning);

    /// <summary>How much has been found so far, to go back to after a look that did not count.</summary>
    internal Mark Now => new(_faults.Count + _faultsLeftOut, _faults.Count, _warnings.Count, _faultsLeftOut, _warningsLeftOut);

    internal void GoBackTo(Mark mark)
    {
        _faults.RemoveRange(mark.Faults, _faults.Count - mark.Faults);
        _warnings.RemoveRange(mark.Warnings, _warnings.Count - mark.Warnings);
        _faultsLeftOut = mark.FaultsLeftOut;
        _warningsLeftOut = mark.WarningsLeftOut;
    }

    private void Add<T>(List<T> list, ref int leftOut, Func<T> make)
    {
        if (list.Count < faultsMax)
        {
            list.Add(make());
        }
        else
        {
            leftOut++;
        }
    }

    internal readonly record struct Mark(int FaultsInAll, int Faults, int Warnings, int FaultsLeftOut, int WarningsLeftOut);
}
