using System.Net;
using Baton.Contracts.Workers;

namespace Baton.Client.Workers;

/// <summary>Says that the worker lives. While it holds nothing, its wait for a job says so.</summary>
public sealed partial class BatonWorker
{
    private async Task Beat(CancellationToken over)
    {
        var beatAt = _options.Time.GetTimestamp();
        while (!over.IsCancellationRequested)
        {
            var every = TimeSpan.FromSeconds(_worker!.HeartbeatSeconds);
            await Swallow(Task.Delay(Shorter(every, _options.NewsInterval), _options.Time, over));
            var jobs = _running.Values.Where(job => !job.IsLost).ToList();
            var isDue = _options.Time.GetElapsedTime(beatAt) + _options.NewsInterval >= every;
            if (jobs.Count == 0 || (!isDue && !jobs.Exists(job => job.HasNews)) || over.IsCancellationRequested)
            {
                continue;
            }

            beatAt = await TryBeat(jobs, every) ? _options.Time.GetTimestamp() : beatAt;
        }
    }

    /// <summary>One request for all jobs. When it does not arrive, the next one may, before the leases end.</summary>
    private async Task<bool> TryBeat(List<RunningJob> jobs, TimeSpan atMost)
    {
        var worker = _worker!;
        var news = jobs.ConvertAll(job => job.TakeNews());
        try
        {
            await Renew(worker, news, atMost);
            return true;
        }
        catch (BatonProblemException refused) when (refused.Status == HttpStatusCode.BadRequest && news.Exists(claim => claim.Preview is not null))
        {
            // A preview that cannot be shown must not cost the claims; the next heartbeat goes without.
            LogPreviewRefused(_logger, refused.Message);
            PutBack(jobs, news.ConvertAll(claim => claim with { Preview = null }));
            return false;
        }
        catch (BatonProblemException refused) when (Trouble.IsUnknownWorker(refused))
        {
            await Register(worker, CancellationToken.None);
            return true;
        }
        catch (Exception e) when (Trouble.MayPass(e) || e is BatonProblemException)
        {
            LogNotRenewed(_logger, e.Message);
            PutBack(jobs, news);
            return false;
        }
    }

    private static void PutBack(List<RunningJob> jobs, List<HeartbeatClaim> news)
    {
        for (var i = 0; i < jobs.Count; i++)
        {
            jobs[i].PutBack(news[i]);
        }
    }

    private async Task Renew(Worker worker, List<HeartbeatClaim> news, TimeSpan atMost)
    {
        var verdicts = await InTime(limit => _client.RenewClaims(worker.Id, new Heartbeat { Claims = news }, limit), atMost, CancellationToken.None);
        foreach (var verdict in verdicts.Where(verdict => !verdict.Held))
        {
            if (_running.TryGetValue(verdict.JobId, out var job) && !job.IsLost)
            {
                LogLost(_logger, verdict.JobId, verdict.Reason ?? "");
                job.Lose();
            }
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
