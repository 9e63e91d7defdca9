using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Jails;
using Lobsterd.Linux.Limits;
using Lobsterd.Linux.Mounts;

namespace Lobsterd.Launcher;

/// <summary>Builds the jail's root in the calling thread's own mount namespace and moves the thread into it.</summary>
internal static class JailRoot
{
    private const MountAttributes Data = MountAttributes.ReadOnly | MountAttributes.NoSetId | MountAttributes.NoDevices;
    private const MountAttributes Device = MountAttributes.ReadOnly | MountAttributes.NoSetId | MountAttributes.NoExecute;
    private const MountAttributes Bare = MountAttributes.NoSetId | MountAttributes.NoDevices;

    private const int WritableByOthers = 0x12;

    // Everything lies one folder down. A root that is not the namespace's own keeps a VMM from making a user namespace, where it would be root before
    // parts of the kernel that it cannot reach otherwise: mounts, packet sockets, firewall rules.
    private const string Inner = "/jail";

    // Room for folders and for the empty files that others are mounted on; no content ever lies on it.
    private const string RootOptions = "size=64k,nr_inodes=4096,mode=755";

    // Only processes that the reader could trace are shown, and nothing else of the kernel: a VMM sees its own entry.
    private const string ProcOptions = "hidepid=ptraceable,subset=pid";

    /// <summary>Builds the root and pivots.</summary>
    /// <param name="mountPoint">An existing folder.</param>
    /// <param name="mounts">All that is shown.</param>
    /// <error code="mount.attach.failed">Something could not be mounted.</error>
    /// <error code="mount.root.failed">The root could not be changed.</error>
    internal static UnitResult<LobsterError> Build(string mountPoint, IReadOnlyList<JailMount> mounts) =>
        MakeFilesReadable()
            .Bind(Mount.MakeAllPrivate)
            .Bind(() => Mount.FileSystem("tmpfs", "jail", mountPoint, Bare | MountAttributes.NoExecute, RootOptions))
            .Bind(() => Show(mountPoint + Inner, mounts))
            .Bind(() => ShowProcesses(mountPoint + Inner))
            .Bind(() => Mount.Restrict(mountPoint, Bare | MountAttributes.NoExecute | MountAttributes.ReadOnly))
            .Bind(() => Mount.PivotTo(mountPoint))
            .Bind(() => Mount.ConfineTo(Inner));

    /// <summary>The mask belongs to the thread since it has a mount namespace of its own; the process's is stricter.</summary>
    private static UnitResult<LobsterError> MakeFilesReadable()
    {
        _ = ProcessControl.SetFileModeMask(WritableByOthers);
        return UnitResult.Success<LobsterError>();
    }

    private static UnitResult<LobsterError> Show(string root, IReadOnlyList<JailMount> mounts)
    {
        foreach (var mount in mounts)
        {
            if (Show(mount, root + mount.Target).TryGetError(out var error)) return error;
        }
        return UnitResult.Success<LobsterError>();
    }

    private static UnitResult<LobsterError> Show(JailMount mount, string target)
    {
        if (DetachedMount.Of(mount.Source).TryGetError(out var missing, out var copy)) return missing;
        using (copy)
        {
            return copy.Restrict(mount.IsDevice ? Device : Data)
                .Bind(() => MakePlace(mount.Source, target))
                .Bind(() => copy.AttachAt(target));
        }
    }

    private static UnitResult<LobsterError> ShowProcesses(string root)
    {
        var target = root + "/proc";
        _ = Directory.CreateDirectory(target);
        return Mount.FileSystem("proc", "proc", target, Bare | MountAttributes.NoExecute, ProcOptions);
    }

    private static UnitResult<LobsterError> MakePlace(string source, string target)
    {
        try
        {
            if (Directory.Exists(source))
            {
                _ = Directory.CreateDirectory(target);
                return UnitResult.Success<LobsterError>();
            }
            _ = Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Open(target, FileMode.CreateNew).Dispose();
            return UnitResult.Success<LobsterError>();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(MountErrors.AttachFailed, $"{target}: {exception.Message}");
        }
    }
}
