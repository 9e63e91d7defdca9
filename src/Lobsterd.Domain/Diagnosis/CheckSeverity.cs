namespace Lobsterd.Domain.Diagnosis;

/// <summary>How much it matters when a check is not as it should be.</summary>
public enum CheckSeverity
{
    /// <summary>It costs speed or comfort.</summary>
    Low,

    /// <summary>A layer of safety is thinner than it could be.</summary>
    Medium,

    /// <summary>Tenants are not safe from each other, or lobsterd does not work.</summary>
    High,
}
