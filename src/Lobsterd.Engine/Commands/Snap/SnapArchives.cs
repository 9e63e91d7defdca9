using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Operations;

namespace Lobsterd.Engine.Commands.Snap;

/// <summary>Writes snaps as files, and takes them from files.</summary>
public sealed class SnapArchives(ISnaps snaps, SnapFinder finder, OperationBook operations, EventBook events)
{
    /// <summary>Starts writing one, or joins the same that is under way.</summary>
    /// <param name="name">The tenant's name, unchecked.</param>
    /// <param name="text">The snap's id or label, unchecked.</param>
    /// <param name="path">Absolute path of the new file on this host.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="key">The caller's key of the command.</param>
    /// <returns>The operation; its answer is the <see cref="Domain.Snapshots.Snap"/>.</returns>
    /// <error code="tenant.name.invalid">The name breaks the rule.</error>
    /// <error code="snap.name.unknown">There is no such snap.</error>
    /// <error code="snap.archive.failed">The operation ends so when something is there, or it cannot be written.</error>
    public Result<Operation, LobsterError> StartExport(string name, string text, string path, string actor, string? key)
    {
        if (TenantName.Parse(name).Bind(tenant => finder.FindWhole(tenant, text)).TryGetError(out var error, out var snap)) return error;
        return operations.Start(new OperationRequest("snap.export", name, actor, $"snap-export:{snap.TenantId}:{snap.Id}:{path}", key), async (progress, stop) =>
        {
            if ((await snaps.ExportAsync(snap, path, stop)).TryGetError(out var failed)) return failed;
            _ = events.Add("snap.exported", name, actor, $"{snap.Id} to {PlainText.Of(path, 256)}");
            return snap;
        });
    }

    /// <summary>Starts taking one in, or joins the same that is under way.</summary>
    /// <param name="path">Absolute path of the file on this host.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="key">The caller's key of the command.</param>
    /// <returns>The operation; its answer is the <see cref="Domain.Snapshots.Snap"/>.</returns>
    /// <error code="snap.archive.invalid">The operation ends so when the file is no archive of a snap.</error>
    public Result<Operation, LobsterError> StartImport(string path, string actor, string? key) =>
        operations.Start(new OperationRequest("snap.import", null, actor, $"snap-import:{path}", key), async (progress, stop) =>
        {
            if ((await snaps.ImportAsync(path, stop)).TryGetError(out var failed, out var snap)) return failed;
            _ = events.Add("snap.imported", snap.Tenant.Value, actor, $"{snap.Id} from {PlainText.Of(path, 256)}");
            return snap;
        });
}
