using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Mounts;

/// <summary>A copy of a mount that is nowhere yet: taken while its source can be seen, put in place when it cannot any more.</summary>
public sealed class DetachedMount : IDisposable
{
    private const int CurrentFolder = -100;
    private const uint Clone = 1;
    private const uint CloseOnExec = 0x8_0000;
    private const uint FromEmptyPath = 0x4;
    private const uint EmptyPath = 0x1000;

    private readonly Fd tree;

    private DetachedMount(Fd tree) => this.tree = tree;

    /// <summary>Copies what lies at a path, a file or a folder, without the mounts below it.</summary>
    /// <error code="mount.attach.failed">It is not there, or the kernel refused.</error>
    public static Result<DetachedMount, LobsterError> Of(string path)
    {
        var tree = Fd.Adopt(MountCalls.OpenTree(CurrentFolder, path, Clone | CloseOnExec));
        return tree.IsInvalid ? Errno.Last(MountErrors.AttachFailed, path) : new DetachedMount(tree);
    }

    /// <summary>Forbids things on this copy; the source is not touched.</summary>
    /// <param name="attributes">What it forbids in addition.</param>
    /// <error code="mount.attach.failed">The kernel refused.</error>
    public unsafe UnitResult<LobsterError> Restrict(MountAttributes attributes)
    {
        var change = new MountAttributeChange { Set = (ulong)attributes };
        return MountCalls.SetAttributes(tree.Number, "", EmptyPath, &change, (nuint)sizeof(MountAttributeChange)) < 0
            ? Errno.Last(MountErrors.AttachFailed, "attributes of a mount")
            : UnitResult.Success<LobsterError>();
    }

    /// <summary>Puts it in place.</summary>
    /// <param name="target">An existing file for a file, a folder for a folder.</param>
    /// <error code="mount.attach.failed">The kernel refused.</error>
    public UnitResult<LobsterError> AttachAt(string target) =>
        MountCalls.MoveMount(tree.Number, "", CurrentFolder, target, FromEmptyPath) < 0
            ? Errno.Last(MountErrors.AttachFailed, target)
            : UnitResult.Success<LobsterError>();

    /// <summary>Lets go of it; gone unless it was put in place.</summary>
    public void Dispose() => tree.Dispose();
}
