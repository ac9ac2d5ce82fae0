namespace Baton.Hedging;

/// <summary>
/// Bounds second claims to a share of the jobs that begin: each job that is claimed puts its share in, a second claim takes one out. It begins empty, so at no time have there been more than
/// the share allows; and it holds only so many, so that a quiet time does not save up for a flood.
/// </summary>
/// <param name="share">Second claims for each job, between 0 and 1.</param>
public sealed class HedgeBudget(double share)
{
    /// <summary>So many second claims at most are saved up.</summary>
    private const int Max = 100;

    /// <summary>Whole numbers, since a twentieth is none that sums up exactly.</summary>
    private const long One = 1_000_000;

    private readonly Lock _changing = new();
    private readonly long _share = (long)Math.Round(Math.Clamp(share, 0, 1) * One);
    private long _left;

    /// <summary>A job was claimed for the first time.</summary>
    public void CountJob() => Add(_share);

    /// <summary>A second claim that was allowed was not made.</summary>
    public void GiveBack() => Add(One);

    /// <summary>Allows one second claim, or none.</summary>
    public bool TryTake()
    {
        lock (_changing)
        {
            if (_left < One)
            {
                return false;
            }

            _left -= One;
            return true;
        }
    }

    private void Add(long amount)
    {
        lock (_changing)
        {
            _left = Math.Min(Max * One, _left + amount);
        }
    }
}
