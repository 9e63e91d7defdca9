namespace Lobsterd.Linux.Namespaces;

/// <summary>The kinds of namespaces (CLONE_NEW… of namespaces(7)).</summary>
[Flags]
public enum NamespaceKinds
{
    /// <summary>Mounts. Also gives the thread a root and working directory of its own.</summary>
    Mount = 0x0002_0000,

    /// <summary>What counts as the root of the cgroup tree.</summary>
    Cgroup = 0x0200_0000,

    /// <summary>Host name.</summary>
    HostName = 0x0400_0000,

    /// <summary>System V IPC and POSIX message queues.</summary>
    Ipc = 0x0800_0000,

    /// <summary>Process ids, of children only: the first one is PID 1, and the thread can start no thread any more.</summary>
    ChildPids = 0x2000_0000,

    /// <summary>Network.</summary>
    Network = 0x4000_0000,
}
