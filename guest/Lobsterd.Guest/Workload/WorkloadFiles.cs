using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Users;
using Lobsterd.Linux.Files;

namespace Lobsterd.Guest.Workload;

/// <summary>The files that a workload's definition wants: made where there are none, so that what the workload wrote itself stays.</summary>
/// <param name="root">The folder that is the guest's root.</param>
internal sealed class WorkloadFiles(string root)
{
    private const int FolderMode = 0x1ED;    // 0755

    /// <summary>Makes those that are not there yet; they belong to the workload's user, and so do the folders that are made for them.</summary>
    /// <error code="guest.workload.file-refused">Its folder lies behind a symbolic link.</error>
    /// <error code="file.act.failed">The kernel refused: the disk is read-only, or something else than a folder is in the way.</error>
    /// <error code="file.space.exhausted">The disk is full.</error>
    internal UnitResult<LobsterError> Lay(IReadOnlyList<WorkloadFile> files, UserAccount user)
    {
        foreach (var file in files)
        {
            var path = root.TrimEnd('/') + file.Path;
            if (Path.Exists(path)) continue;
            if (LinkOnTheWay(path) is { } link) return new LobsterError(WorkloadErrors.FileRefused, $"{file.Path} lies behind the symbolic link {link}");
            var laid = MakeFolder(Path.GetDirectoryName(path)!, user)
                .Bind(() => VolatileFile.Replace(path, Encoding.UTF8.GetBytes(file.Content), file.Mode))
                .Bind(() => FileOwner.Set(path, user.UserId, user.GroupId));
            if (laid.TryGetError(out var failed)) return failed;
        }

        return UnitResult.Success<LobsterError>();
    }

    // We write as root: a link that the workload's user has laid would make a file of theirs in a folder that is not.
    private string? LinkOnTheWay(string path)
    {
        for (var folder = Path.GetDirectoryName(path); folder is not null && folder.Length > root.TrimEnd('/').Length; folder = Path.GetDirectoryName(folder))
            if (new FileInfo(folder).LinkTarget is not null) return folder[root.TrimEnd('/').Length..];
        return null;
    }

    private static UnitResult<LobsterError> MakeFolder(string path, UserAccount user) => Path.Exists(path)
        ? UnitResult.Success<LobsterError>()
        : MakeFolder(Path.GetDirectoryName(path)!, user).Bind(() => Folder.Ensure(path, FolderMode, user.UserId, user.GroupId));
}
