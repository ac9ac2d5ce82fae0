using System.Diagnostics.CodeAnalysis;

// The attributes of lengths are read as data for the schemas. What may not be trimmed is their own validation, by reflection over collections, and that never runs.
[assembly: UnconditionalSuppressMessage("Trimming", "IL2026", Scope = "module", Justification = "Attributes that are read as data.")]
