using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Sleep;

/// <summary>The ways in which putting a tenant to sleep, and keeping what it sleeps as, can fail.</summary>
public static class SleepErrors
{
    /// <summary>The tenant's mode forbids it.</summary>
    public static readonly ErrorCode ModeRefused = new("sleep.mode.refused", ErrorKind.Conflict);

    /// <summary>The workload did not agree to sleep, or did not say so in time.</summary>
    public static readonly ErrorCode WorkloadRefused = new("sleep.workload.refused", ErrorKind.Conflict);

    /// <summary>A hold is too long, or says no reason.</summary>
    public static readonly ErrorCode HoldInvalid = new("sleep.hold.invalid", ErrorKind.Invalid);

    /// <summary>There is no saved state of that tenant.</summary>
    public static readonly ErrorCode Missing = new("sleep.state.missing", ErrorKind.NotFound);

    /// <summary>The saved state is not what it was when it was sealed, so it is never loaded.</summary>
    public static readonly ErrorCode Damaged = new("sleep.state.damaged", ErrorKind.Conflict);

    /// <summary>A VM has run from that saved state before: its disk has gone on, so the state is never loaded again.</summary>
    public static readonly ErrorCode Begun = new("sleep.state.begun", ErrorKind.Conflict);

    /// <summary>A file of a saved state could not be read or written.</summary>
    public static readonly ErrorCode FileFailed = new("sleep.file.failed", ErrorKind.Exhausted);
}
