namespace Lobsterd.Domain.Watch;

/// <summary>How a tenant stands in the watchdog's eyes.</summary>
public enum WatchState
{
    /// <summary>Not looked at yet, or in the hands of a command.</summary>
    Unknown,

    /// <summary>It runs, and the last look found nothing.</summary>
    Healthy,

    /// <summary>A look found something wrong, not often enough yet for a repair.</summary>
    Degraded,

    /// <summary>It does not do what it shall; a repair is due, or has been given up.</summary>
    Failed,

    /// <summary>A repair is under way.</summary>
    Recovering,

    /// <summary>It shall be stopped.</summary>
    Stopped,

    /// <summary>It shall be suspended.</summary>
    Suspended,

    /// <summary>An operator works on it: hands off.</summary>
    Maintenance,
}
