using Baton.Providers;

namespace Baton.Offers;

/// <summary>A provider that could do a job, as it stands beside the others.</summary>
/// <param name="CanBegin">
/// False while nobody need wait for it: an operator has stopped it, it is paused because it kept failing, none of its workers is there, or its service is away. That all its slots are busy is no
/// reason.
/// </param>
public sealed record SpillCandidate(ProviderId Provider, ProviderTerms Terms, bool CanBegin);

/// <summary>A provider that may not have a job yet, because others are preferred to it.</summary>
/// <param name="Until">When it may.</param>
/// <param name="BehindOf">The most preferred of those that can do it now.</param>
public sealed record HeldBack(ProviderId Provider, DateTimeOffset Until, ProviderId BehindOf);
