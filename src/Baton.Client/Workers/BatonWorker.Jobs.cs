using System.Net;
using Baton.Contracts.Workers;

namespace Baton.Client.Workers;

/// <summary>Runs one job and reports what came of it.</summary>
public sealed partial class BatonWorker
{
    private const int MessageLengthMax = 2000;

    /// <summary>The report to make; null when nobody wants one.</summary>
    private async Task<JobReport?> Work(RunningJob job)
    {
        if (!_handlers.TryGetValue(job.Claim.Type, out var handler))
        {
            return new JobReport.Failed(JobFailureType.Rejected, $"This worker does not do {job.Claim.Type}.");
        }

        using var context = new RemoteJobContext(_client, _worker!.Id, job, _files, new Backoff(_options), _options.TempDirectory);
        try
        {
            return new JobReport.Done(await handler.Run(job.Claim.Input, context, job.Unwanted));
        }
        catch (OperationCanceledException) when (job.Unwanted.IsCancellationRequested)
        {
            return job.IsLost ? null : new JobReport.HandedBack();
        }
#pragma warning disable CA1031 // Whatever a handler throws is its provider's trouble, and must end in a report rather than end the worker.
        catch (Exception fault)
        {
            return Explain(job, fault);
        }
#pragma warning restore CA1031
    }

    private JobReport.Failed Explain(RunningJob job, Exception fault)
    {
        if ((fault as JobFailedException ?? _options.Classify?.Invoke(fault)) is { } failed)
        {
            return new JobReport.Failed(TypeOf(failed.Kind), failed.Message);
        }

        LogFault(_logger, job.Claim.JobId, job.Claim.Type, fault);
        return new JobReport.Failed(JobFailureType.Transient, "The provider had an internal fault.");
    }

    /// <summary>Reports until there is an answer, as long as the result is wanted at all.</summary>
    private async Task Deliver(RunningJob job, JobReport? report)
    {
        var backoff = new Backoff(_options);
        while (report is not null && !job.IsLost && !_isOver && _options.Time.GetUtcNow() < job.Claim.Deadline)
        {
            try
            {
                await InTime(limit => Send(job, report, limit), AnswerMax, CancellationToken.None);
                LogReported(_logger, job.Claim.JobId, report.Name);
                return;
            }
            catch (BatonProblemException refused) when (refused.Status == HttpStatusCode.BadRequest && report is JobReport.Done)
            {
                LogRefused(_logger, job.Claim.JobId, report.Name, refused.Message);
                report = new JobReport.Failed(JobFailureType.Transient, "The provider's output has not the shape of the step type's.");
            }
            catch (BatonProblemException refused) when (!Trouble.MayPass(refused))
            {
                LogRefused(_logger, job.Claim.JobId, report.Name, refused.Message);
                return;
            }
            catch (Exception e) when (Trouble.MayPass(e))
            {
                LogServerAway(_logger, e.Message);
                await backoff.Pause(CancellationToken.None);
            }
        }
    }

    private async Task<bool> Send(RunningJob job, JobReport report, CancellationToken cancellationToken)
    {
        var (worker, claim) = (_worker!.Id, job.Claim);
        await (report switch
        {
            JobReport.Done done => _client.CompleteJob(worker, claim.JobId, new JobCompletion { Epoch = claim.Epoch, Output = done.Output }, cancellationToken),
            JobReport.Failed failed => _client.FailJob(
                worker, claim.JobId, new JobFailureReport { Epoch = claim.Epoch, Kind = failed.Kind, Message = Fit(failed.Message) }, cancellationToken),
            _ => _client.HandJobBack(worker, claim.JobId, claim.Epoch, cancellationToken),
        });
        return true;
    }

    private static string Fit(string message) => message switch
    {
        { Length: 0 } => "The provider gave no reason.",
        { Length: > MessageLengthMax } => message[..MessageLengthMax],
        _ => message,
    };

    private static JobFailureType TypeOf(JobFailure failure) => failure switch
    {
        JobFailure.Transient => JobFailureType.Transient,
        JobFailure.Rejected => JobFailureType.Rejected,
        JobFailure.Invalid => JobFailureType.Invalid,
        JobFailure.Blocked => JobFailureType.Blocked,
    };
}
