using Baton.Client.Workers;

namespace WorkerSample;

/// <summary>Stands for work that takes its time.</summary>
internal static class Work
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    public static async Task For(TimeSpan duration, IJobContext context, CancellationToken cancellationToken)
    {
        for (var done = TimeSpan.Zero; done < duration; done += Step)
        {
            context.Report(done / duration);
            await Task.Delay(Step, TimeProvider.System, cancellationToken);
        }

        context.Report(1);
    }
}
