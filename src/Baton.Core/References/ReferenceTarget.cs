namespace Baton.References;

/// <summary>What a source names.</summary>
public abstract record ReferenceTarget
{
    private ReferenceTarget()
    {
    }

    /// <summary>The output of the step with this index.</summary>
    public sealed record Step(int Index) : ReferenceTarget;

    /// <summary>The arguments of the workflow.</summary>
    public sealed record Arguments : ReferenceTarget;
}

/// <summary>A source that is known, and the path from it.</summary>
public sealed record BoundReference(Reference Reference, ReferenceTarget Target, ReferencePath Path);
