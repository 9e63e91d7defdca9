namespace Lobsterd.Domain.Tenants;

/// <summary>What an operator, a schedule or the idle rule wants of a tenant.</summary>
public enum DesiredState
{
    /// <summary>Its VM shall run.</summary>
    Running,

    /// <summary>Its VM shall be off; its disk stays.</summary>
    Stopped,

    /// <summary>Its VM shall sleep on disk.</summary>
    Suspended,
}
