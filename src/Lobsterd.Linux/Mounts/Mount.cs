using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Mounts;

/// <summary>Makes and removes mounts in the calling thread's mount namespace.</summary>
public static class Mount
{
    private const nuint Bind = 0x1000;
    private const nuint Recursive = 0x4000;
    private const nuint Private = 0x4_0000;
    private const nuint Move = 0x2000;
    private const nuint Remount = 0x20;
    private const int Lazy = 2;

    /// <summary>Mounts a file system.</summary>
    /// <param name="type">E.g. <c>tmpfs</c>, <c>proc</c>, <c>squashfs</c>.</param>
    /// <param name="source">A device, or any word for file systems without one.</param>
    /// <param name="target">An existing folder.</param>
    /// <param name="attributes">What the mount forbids.</param>
    /// <param name="options">The file system's own, e.g. <c>size=1m,mode=755</c>; null for none.</param>
    /// <error code="mount.attach.failed">The kernel refused; the message says why.</error>
    public static UnitResult<LobsterError> FileSystem(string type, string source, string target, MountAttributes attributes, string? options = null) =>
        MountCalls.Mount(source, target, type, (nuint)attributes, options) < 0
            ? Errno.Last(MountErrors.AttachFailed, $"{type} on {target}")
            : UnitResult.Success<LobsterError>();

    /// <summary>Changes what a mount forbids.</summary>
    /// <param name="target">The mount's folder.</param>
    /// <param name="attributes">All that it forbids from now on.</param>
    /// <error code="mount.attach.failed">A file is open for writing, or the kernel refused.</error>
    public static UnitResult<LobsterError> Restrict(string target, MountAttributes attributes) =>
        MountCalls.Mount("none", target, null, Bind | Remount | (nuint)attributes, null) < 0
            ? Errno.Last(MountErrors.AttachFailed, target)
            : UnitResult.Success<LobsterError>();

    /// <summary>Shows a file or folder at a second place, without the mounts below it.</summary>
    /// <error code="mount.attach.failed">Source or target is missing, or one is a folder and the other a file.</error>
    public static UnitResult<LobsterError> BindTo(string source, string target) =>
        MountCalls.Mount(source, target, null, Bind, null) < 0
            ? Errno.Last(MountErrors.AttachFailed, $"{source} on {target}")
            : UnitResult.Success<LobsterError>();

    /// <summary>Cuts every mount of this namespace off from those that it was copied from: nothing we do is seen outside, nothing comes in.</summary>
    /// <error code="mount.attach.failed">The kernel refused.</error>
    public static UnitResult<LobsterError> MakeAllPrivate() =>
        MountCalls.Mount("none", "/", null, Recursive | Private, null) < 0
            ? Errno.Last(MountErrors.AttachFailed, "/")
            : UnitResult.Success<LobsterError>();

    /// <summary>Takes a mount away.</summary>
    /// <param name="target">The mount's folder.</param>
    /// <param name="lazily">Now for names, and as soon as nobody uses it for good; else refused while in use.</param>
    /// <error code="mount.detach.failed">It is in use, or there is no mount.</error>
    public static UnitResult<LobsterError> Remove(string target, bool lazily = false) =>
        MountCalls.Unmount(target, lazily ? Lazy : 0) < 0
            ? Errno.Last(MountErrors.DetachFailed, target)
            : UnitResult.Success<LobsterError>();

    /// <summary>Makes a mount the root of the calling thread and forgets the old one with all that was mounted on it.</summary>
    /// <param name="newRoot">A mount point of this namespace, which nobody else shares.</param>
    /// <remarks>Both places are the same folder, so no empty folder is needed in the new root for the old one (pivot_root(2), notes).</remarks>
    /// <error code="mount.root.failed">It is no mount point, or the namespace still propagates to another.</error>
    public static UnitResult<LobsterError> PivotTo(string newRoot) =>
        MountCalls.ChangeFolder(newRoot) < 0
            || MountCalls.PivotRoot(".", ".") < 0
            || MountCalls.Unmount(".", Lazy) < 0
            || MountCalls.ChangeFolder("/") < 0
            ? Errno.Last(MountErrors.RootFailed, newRoot)
            : UnitResult.Success<LobsterError>();

    /// <summary>Makes a folder the calling thread's root, for one whose root is its namespace's: none of its descendants without privileges can make a
    /// user namespace any more, in which it would be root (user_namespaces(7): EPERM for whoever is in a chroot).</summary>
    /// <param name="folder">Within the present root.</param>
    /// <error code="mount.root.failed">The kernel refused.</error>
    public static UnitResult<LobsterError> ConfineTo(string folder) =>
        MountCalls.ChangeRoot(folder) < 0 || MountCalls.ChangeFolder("/") < 0
            ? Errno.Last(MountErrors.RootFailed, folder)
            : UnitResult.Success<LobsterError>();

    /// <summary>Moves a mount over the root and makes it the process's root: the way out of an initramfs, whose root cannot be pivoted.</summary>
    /// <param name="newRoot">A mount point.</param>
    /// <error code="mount.root.failed">The kernel refused.</error>
    public static UnitResult<LobsterError> MoveToRoot(string newRoot) =>
        MountCalls.ChangeFolder(newRoot) < 0
            || MountCalls.Mount(newRoot, "/", null, Move, null) < 0
            || MountCalls.ChangeRoot(".") < 0
            || MountCalls.ChangeFolder("/") < 0
            ? Errno.Last(MountErrors.RootFailed, newRoot)
            : UnitResult.Success<LobsterError>();
}
