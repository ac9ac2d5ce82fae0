using System.Security.Cryptography;

namespace Baton.Client.Workers;

/// <summary>Who a worker is and how it behaves.</summary>
public sealed record BatonWorkerOptions
{
    /// <summary>The server's address.</summary>
    public Uri Server { get; set; } = new("http://127.0.0.1:8080");

    /// <summary>A token of the role <c>worker</c>.</summary>
    public string? Token { get; set; }

    /// <summary>The provider it belongs to. Workers of one provider that can do the same share its queue.</summary>
    public string Provider { get; set; } = "";

    /// <summary>What operators see it as. Default: the name of this machine.</summary>
    public string? Name { get; set; } = Environment.MachineName;

    /// <summary>How many jobs it does at a time. Default: 1.</summary>
    public int Slots { get; set; } = 1;

    /// <summary>What is present here and need not be fetched first, such as the AIRs of models.</summary>
    public IReadOnlyList<string> Resources { get; set; } = [];

    /// <summary>How long one request waits for a job, 60 seconds at most; then the next one asks. Default: 60 seconds.</summary>
    public TimeSpan ClaimWait { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often progress and previews are passed on at most, besides the heartbeats that are due anyway. Default: 1 second.</summary>
    public TimeSpan NewsInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long jobs may still finish after the worker was told to stop; then they are handed back. Default: not at all.</summary>
    public TimeSpan FinishDuration { get; set; }

    /// <summary>How long reports may take after the worker was told to stop. Default: 10 seconds.</summary>
    public TimeSpan StopDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest pause between tries while the server is away; it begins at 200 milliseconds and doubles. Default: 10 seconds.</summary>
    public TimeSpan PauseMax { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Where jobs get folders of their own. Default: the system's folder for temporary files.</summary>
    public string TempDirectory { get; set; } = Path.GetTempPath();

    /// <summary>The largest media source that is fetched, in bytes. Default: 512 MiB.</summary>
    public long FetchBytesMax { get; set; } = 512L * 1024 * 1024;

    /// <summary>How long fetching one media source may take. Default: 10 minutes.</summary>
    public TimeSpan FetchTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Whether media sources may lie in this machine's own network. Inputs come from callers, so by default only https URLs on the public internet are called,
    /// and the server itself. Default: false.
    /// </summary>
    public bool AllowPrivateSources { get; set; }

    /// <summary>
    /// What an exception of a handler means, when it is no <see cref="JobFailedException"/>: whose fault it is and words for the caller. Null, and null as an answer:
    /// transient trouble of this provider, of which the caller hears no details.
    /// </summary>
    public Func<Exception, JobFailedException?>? Classify { get; set; }

    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Where the random part of pauses comes from: 0 up to, but not including, 1.</summary>
    public Func<double> Random { get; set; } = static () => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;
}
