using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Mounts;

internal static unsafe partial class MountCalls
{
    /// <summary>mount(2)</summary>
    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Mount(string source, string target, string? type, nuint flags, string? options);

    /// <summary>umount2(2)</summary>
    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Unmount(string target, int flags);

    /// <summary>pivot_root(2)</summary>
    [LibraryImport("libc", EntryPoint = "pivot_root", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int PivotRoot(string newRoot, string putOld);

    /// <summary>chroot(2)</summary>
    [LibraryImport("libc", EntryPoint = "chroot", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ChangeRoot(string path);

    /// <summary>chdir(2); the library's, since .NET's keeps a copy of its own</summary>
    [LibraryImport("libc", EntryPoint = "chdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ChangeFolder(string path);

    /// <summary>open_tree(2)</summary>
    [LibraryImport("libc", EntryPoint = "open_tree", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int OpenTree(int folder, string path, uint flags);

    /// <summary>move_mount(2)</summary>
    [LibraryImport("libc", EntryPoint = "move_mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MoveMount(int fromFolder, string fromPath, int toFolder, string toPath, uint flags);

    /// <summary>mount_setattr(2)</summary>
    [LibraryImport("libc", EntryPoint = "mount_setattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetAttributes(int folder, string path, uint flags, MountAttributeChange* change, nuint size);
}
