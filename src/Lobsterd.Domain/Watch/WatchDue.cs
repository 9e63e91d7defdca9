namespace Lobsterd.Domain.Watch;

/// <summary>What the watchdog has to do about a tenant.</summary>
public enum WatchDue
{
    /// <summary>Nothing now.</summary>
    Nothing,

    /// <summary>Look at it with every check.</summary>
    Look,

    /// <summary>Repair it.</summary>
    Repair,
}
