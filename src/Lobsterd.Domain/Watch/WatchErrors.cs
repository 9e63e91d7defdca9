using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Watch;

/// <summary>What the watchdog and whoever speaks to it can fail with.</summary>
public static class WatchErrors
{
    /// <summary>Every repair was tried and none helped; the tenant waits for an operator.</summary>
    public static readonly ErrorCode GaveUp = new("watchdog.repair.gave-up", ErrorKind.Unavailable);

    /// <summary>A maintenance that is too long, or says no reason.</summary>
    public static readonly ErrorCode MaintenanceInvalid = new("watchdog.maintenance.invalid", ErrorKind.Invalid);
}
