namespace Lobsterd.Standin.Firecracker.Rules;

/// <summary>Whether a field must be there.</summary>
internal enum Need
{
    /// <summary>It must.</summary>
    Required,

    /// <summary>It may be missing or null.</summary>
    Optional,

    /// <summary>It may be missing, and has a default; null is refused.</summary>
    Defaulted,
}
