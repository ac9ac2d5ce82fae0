namespace Baton.Contracts.Workflows;

/// <summary>Fractions of the cost, 0 to 2, given on top.</summary>
public sealed record WorkflowTips(double Civitai, double Creators);

/// <summary>What the tips came to.</summary>
public sealed record WorkflowCostTips(int Civitai, int Creators);

/// <summary>What a workflow costs.</summary>
public sealed record WorkflowCost
{
    public int Base { get; init; }

    public IReadOnlyDictionary<string, double>? Factors { get; init; }

    public IReadOnlyDictionary<string, int>? Fixed { get; init; }

    public required WorkflowCostTips Tips { get; init; }

    public int Total { get; init; }
}

/// <summary>Debits and credits of a workflow.</summary>
public sealed record TransactionSummary(IReadOnlyList<TransactionInfo> List, bool? InsufficientBuzz = null);

/// <summary>One debit or credit.</summary>
public sealed record TransactionInfo(string Type, int Amount, string Id, string AccountType);
