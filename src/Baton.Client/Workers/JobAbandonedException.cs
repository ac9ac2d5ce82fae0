namespace Baton.Client.Workers;

/// <summary>
/// A handler's way to let go of a job as a worker would that dies: nothing is reported, and the job is free again when the lease has run out. For rehearsing
/// that; real trouble is told by <see cref="JobFailedException"/>.
/// </summary>
public sealed class JobAbandonedException() : Exception("The job was let go of without a word.");
