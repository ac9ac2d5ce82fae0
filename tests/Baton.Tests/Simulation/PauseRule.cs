using Baton.Claims;
using Baton.Jobs;
using Baton.Providers;

namespace Baton.Tests.Simulation;

/// <summary>
/// A provider that has failed so often in a row is left alone for the first pause at least; after that single jobs try whether it works again, the next when one has come to something or after a while.
/// Failures of one worker outside say nothing of the others, so those pauses are left out that only the queue can know of.
/// </summary>
internal sealed class PauseRule(PauseSchedule schedule)
{
    private readonly HashSet<WorkerId> _failing = [];
    private int _failures;
    private DateTimeOffset? _pausedUntil;
    private DateTimeOffset? _triedAt;

    /// <param name="before">How the queue stood before it heard of this.</param>
    public void Noted(ClaimResult result, Breaker before, DateTimeOffset now)
    {
        _triedAt = null;
        if (result.Outcome == AttemptOutcome.Succeeded)
        {
            _failing.Clear();
            (_failures, _pausedUntil) = (0, null);
        }
        else if (result.Outcome == AttemptOutcome.Transient)
        {
            _failures++;
            _failing.Add(result.Worker);
            if (_failures >= schedule.FailuresMax && (result.Worker.Instance is not null || _failing.Count > 1) && !before.IsOnTrial)
            {
                _pausedUntil = now + schedule.PauseOf(1, jitter: 0);
            }
        }
    }

    /// <summary>Whether a job may be handed out.</summary>
    public bool HandOut(DateTimeOffset now)
    {
        var isLeftAlone = _pausedUntil > now || (_pausedUntil is not null && _triedAt + schedule.TrialInterval > now);
        _triedAt = now;
        return !isLeftAlone;
    }
}
