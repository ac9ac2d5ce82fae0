namespace Baton.Doctor;

/// <summary>What the doctor found about one thing, in a sentence that says what to do if there is something to do.</summary>
internal sealed record Finding(FindingKind Kind, string Subject, string Words);

/// <summary>How bad it is.</summary>
internal enum FindingKind
{
    Fine,

    /// <summary>Works, with something to know.</summary>
    Notice,

    /// <summary>Something will not work.</summary>
    Missing,
}
