using Baton.Client.Workers;

namespace Baton.Providers.Images;

/// <summary>Passes on what libvips says from several threads: percents that may overtake each other, while a job's progress only rises.</summary>
internal sealed class PercentReport(IJobContext context, double share) : IProgress<int>
{
    private readonly Lock order = new();
    private int highest = -1;

    public void Report(int value)
    {
        lock (order)
        {
            if (value > highest)
            {
                highest = value;
                context.Report(value / 100.0 * share);
            }
        }
    }
}
