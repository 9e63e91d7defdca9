using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Processes;

/// <summary>The ways in which starting, finding and ending processes can fail.</summary>
public static class ProcessErrors
{
    /// <summary>The program, its interpreter or its working directory is not there.</summary>
    public static readonly ErrorCode ProgramMissing = new("process.program.missing", ErrorKind.NotFound);

    /// <summary>The program is there and cannot be executed.</summary>
    public static readonly ErrorCode ProgramRefused = new("process.program.refused", ErrorKind.NotReady);

    /// <summary>The input cannot be a child: a relative path, a NUL within a string, one number for two descriptors, too many arguments.</summary>
    public static readonly ErrorCode InputInvalid = new("process.input.invalid", ErrorKind.Invalid);

    /// <summary>A limit of processes, memory or open files is reached.</summary>
    public static readonly ErrorCode SpawnExhausted = new("process.spawn.exhausted", ErrorKind.Exhausted);

    /// <summary>The kernel refused to start the child for a reason that the input should have excluded.</summary>
    public static readonly ErrorCode SpawnFailed = new("process.spawn.failed", ErrorKind.Bug);

    /// <summary>The credentials asked for could not be taken on; mostly for want of root.</summary>
    public static readonly ErrorCode CredentialsRefused = new("process.credentials.refused", ErrorKind.NotReady);

    /// <summary>The child could not be put into its cgroup; it was killed.</summary>
    public static readonly ErrorCode CgroupRefused = new("process.cgroup.refused", ErrorKind.NotReady);

    /// <summary>There is no such process any more.</summary>
    public static readonly ErrorCode Gone = new("process.lookup.gone", ErrorKind.NotFound);

    /// <summary>A signal could not be sent.</summary>
    public static readonly ErrorCode SignalRefused = new("process.signal.refused", ErrorKind.NotReady);

    /// <summary>A file of /proc did not read as the kernel documents it.</summary>
    public static readonly ErrorCode StatUnreadable = new("process.stat.unreadable", ErrorKind.Bug);

    /// <summary>An external program did not end in its time and was killed with all of its session.</summary>
    public static readonly ErrorCode RunTimeout = new("process.run.timeout", ErrorKind.Unavailable);

    /// <summary>An external program ended with an error; its last words are in the message.</summary>
    public static readonly ErrorCode RunFailed = new("process.run.failed", ErrorKind.Unavailable);
}
