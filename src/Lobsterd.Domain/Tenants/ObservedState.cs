namespace Lobsterd.Domain.Tenants;

/// <summary>What is known to be so of a tenant. The watchdog acts on its difference from <see cref="DesiredState"/> alone.</summary>
public enum ObservedState
{
    /// <summary>Its first VM is being made.</summary>
    Spawning,

    /// <summary>The VM runs and its workload answered.</summary>
    Running,

    /// <summary>The VM is being put to sleep.</summary>
    Suspending,

    /// <summary>Memory and device state are on disk; there is no VMM.</summary>
    Suspended,

    /// <summary>The VM is being woken.</summary>
    Resuming,

    /// <summary>The VM is being shut down; the tenant stays.</summary>
    Stopping,

    /// <summary>There is no VM; the disk is whole.</summary>
    Stopped,

    /// <summary>A new VM is being booted from the disk of a tenant that had none.</summary>
    Starting,

    /// <summary>The VM is gone or does not answer; the reason is told beside it.</summary>
    Failed,

    /// <summary>Everything of the tenant is being removed.</summary>
    Evicting,
}
