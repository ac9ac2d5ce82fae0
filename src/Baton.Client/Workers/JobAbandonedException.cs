namespace Baton.Client.Workers;

/// <summary>
/// Lets go of a job as a worker does that dies: nothing is reported, and the job is free again when the lease has run out. Only for rehearsing that, in a server's own process.
/// </summary>
internal sealed class JobAbandonedException() : Exception("The job was let go of without a word.");
