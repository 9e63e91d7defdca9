using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.Workload;

/// <summary>The ways in which running the workload can fail.</summary>
internal static class WorkloadErrors
{
    /// <summary>It cannot happen in the present state.</summary>
    internal static readonly ErrorCode IllegalEvent = new("guest.workload.illegal-event", ErrorKind.Conflict);

    /// <summary>Its process could not be made; the message says why.</summary>
    internal static readonly ErrorCode SpawnFailed = new("guest.workload.spawn-failed", ErrorKind.Unavailable);

    /// <summary>A file of its definition would be made through a symbolic link.</summary>
    internal static readonly ErrorCode FileRefused = new("guest.workload.file-refused", ErrorKind.Conflict);

    /// <summary>Nobody wants it to run, so waiting for it is of no use.</summary>
    internal static readonly ErrorCode NotStarted = new("guest.workload.not-started", ErrorKind.Conflict);

    /// <summary>Its program was to wait for a tenant, and did not.</summary>
    internal static readonly ErrorCode Restless = new("guest.workload.restless", ErrorKind.Unavailable);

    /// <summary>Its port took no connection in time.</summary>
    internal static readonly ErrorCode Silent = new("guest.workload.silent", ErrorKind.Unavailable);
}
