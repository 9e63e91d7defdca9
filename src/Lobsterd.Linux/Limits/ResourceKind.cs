namespace Lobsterd.Linux.Limits;

/// <summary>What a process can be limited in (getrlimit(2), x86-64 numbers).</summary>
public enum ResourceKind
{
    /// <summary>RLIMIT_FSIZE: size of a file that it writes, in bytes.</summary>
    FileSize = 1,

    /// <summary>RLIMIT_CORE: size of a core dump, in bytes.</summary>
    CoreDump = 4,

    /// <summary>RLIMIT_NPROC: processes and threads of its real user, wherever they are.</summary>
    Processes = 6,

    /// <summary>RLIMIT_NOFILE: one more than the highest descriptor.</summary>
    OpenFiles = 7,

    /// <summary>RLIMIT_MEMLOCK: locked memory, in bytes.</summary>
    LockedMemory = 8,
}
