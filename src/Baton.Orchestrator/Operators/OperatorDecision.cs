using Baton.Accounts;
using Baton.Contracts.Operators;

namespace Baton.Operators;

/// <summary>What an operator decided for a provider or worker that is not simply to run.</summary>
internal sealed record OperatorDecision(OperatorMode Mode, string? Reason, AccountId Account, DateTimeOffset Since);
