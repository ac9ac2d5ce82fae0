namespace Baton.Client.Workers;

/// <summary>Where a job's partial results go live, line by line, to whoever reads its stream.</summary>
public interface IJobStream
{
    /// <summary>Appends one line of JSON. It can be read at once; it is not on disk until the system puts it there.</summary>
    ValueTask Write(string json, CancellationToken cancellationToken);
}
