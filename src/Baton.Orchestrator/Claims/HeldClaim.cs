using Baton.Accounts;
using Baton.Jobs;

namespace Baton.Claims;

/// <summary>What a report on a held job needs to know of it.</summary>
internal sealed record HeldClaim(AccountId Account, JobId Job, string Type, DateTimeOffset? ClaimedAt);
