using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Processes;

internal static unsafe partial class ProcessCalls
{
    /// <summary>setgroups(2), x86-64. By number: the library's function would change every thread of the process.</summary>
    internal const nint SetGroupsNumber = 116;

    /// <summary>setresuid(2), x86-64; by number for the same reason.</summary>
    internal const nint SetUserNumber = 117;

    /// <summary>setresgid(2), x86-64; by number for the same reason.</summary>
    internal const nint SetGroupNumber = 119;

    /// <summary>syscall(2) with three arguments; acts on the calling thread alone</summary>
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint ThreadCall(nint number, nint first, nint second, nint third);

    /// <summary>prctl(2)</summary>
    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    internal static partial int Control(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    /// <summary>capset(2)</summary>
    [LibraryImport("libc", EntryPoint = "capset", SetLastError = true)]
    internal static partial int CapSet(ref CapabilitySet.Header header, ref CapabilitySet.Data data);

    /// <summary>waitid(2)</summary>
    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    internal static partial int WaitId(int idType, int id, out SignalInfo info, int options);

    /// <summary>pidfd_open(2)</summary>
    [LibraryImport("libc", EntryPoint = "pidfd_open", SetLastError = true)]
    internal static partial int PidFdOpen(int pid, uint flags);

    /// <summary>pidfd_send_signal(2)</summary>
    [LibraryImport("libc", EntryPoint = "pidfd_send_signal", SetLastError = true)]
    internal static partial int PidFdSendSignal(int pidfd, int signal, nint info, uint flags);

    /// <summary>kill(2); only for a child that nobody has collected, whose pid is therefore its own</summary>
    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int pid, int signal);

    /// <summary>execve(2)</summary>
    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Execute(string program, byte** arguments, byte** environment);

    /// <summary>signal(2)</summary>
    [LibraryImport("libc", EntryPoint = "signal", SetLastError = true)]
    internal static partial nint SetDisposition(int signal, nint disposition);

    /// <summary>posix_spawn(3); returns the error number</summary>
    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Spawn(
        out int pid, string program, SpawnFileActions* actions, SpawnAttributes* attributes, byte** arguments, byte** environment);

    /// <summary>posix_spawn_file_actions_init(3)</summary>
    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    internal static partial int ActionsInit(SpawnFileActions* actions);

    /// <summary>posix_spawn_file_actions_destroy(3)</summary>
    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    internal static partial int ActionsDestroy(SpawnFileActions* actions);

    /// <summary>posix_spawn_file_actions_addopen(3)</summary>
    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ActionsAddOpen(SpawnFileActions* actions, int fd, string path, int flags, uint mode);

    /// <summary>posix_spawn_file_actions_adddup2(3)</summary>
    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    internal static partial int ActionsAddDuplicate(SpawnFileActions* actions, int fd, int newFd);

    /// <summary>posix_spawn_file_actions_addclose(3)</summary>
    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addclose")]
    internal static partial int ActionsAddClose(SpawnFileActions* actions, int fd);

    /// <summary>posix_spawn_file_actions_addclosefrom_np(3)</summary>
    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    internal static partial int ActionsAddCloseFrom(SpawnFileActions* actions, int lowest);

    /// <summary>posix_spawn_file_actions_addchdir_np(3)</summary>
    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ActionsAddChangeFolder(SpawnFileActions* actions, string path);

    /// <summary>posix_spawnattr_init(3)</summary>
    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    internal static partial int AttributesInit(SpawnAttributes* attributes);

    /// <summary>posix_spawnattr_destroy(3)</summary>
    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    internal static partial int AttributesDestroy(SpawnAttributes* attributes);

    /// <summary>posix_spawnattr_setflags(3)</summary>
    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    internal static partial int AttributesSetFlags(SpawnAttributes* attributes, short flags);

    /// <summary>posix_spawnattr_setsigdefault(3)</summary>
    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    internal static partial int AttributesSetDefaultSignals(SpawnAttributes* attributes, SignalSet* signals);

    /// <summary>posix_spawnattr_setsigmask(3)</summary>
    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    internal static partial int AttributesSetSignalMask(SpawnAttributes* attributes, SignalSet* signals);

    /// <summary>pthread_sigmask(3); returns the error number</summary>
    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    internal static partial int SetThreadSignalMask(int how, SignalSet* signals, SignalSet* before);
}
