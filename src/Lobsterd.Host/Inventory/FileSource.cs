using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Inventory;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Setup;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Jail;

namespace Lobsterd.Host.Inventory;

/// <summary>Files, folders and sockets under lobsterd's own folders.</summary>
/// <remarks>What the whole host shares and only grows by use (images, kernels, templates, empty disks, logs) is told as its folder alone: building an image is no leak.
/// So is a jail: what is in it is its VMM's to make, as much as it likes.</remarks>
public sealed class FileSource(LobsterdPaths paths) : IInventorySource
{
    /// <inheritdoc/>
    public Task<Result<IReadOnlyList<InventoryItem>, LobsterError>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Read(() =>
        {
            var items = new List<InventoryItem>();
            foreach (var folder in (string[])[paths.Etc, paths.Images, paths.Kernels, paths.Templates, paths.EmptyDisks, paths.Logs, paths.EdgeState, paths.CaddyState])
                if (Directory.Exists(folder)) items.Add(ItemOf(InventoryKind.File, folder, tenant: null));
            if (Directory.Exists(paths.Seats)) items.AddRange(Directory.EnumerateDirectories(paths.Seats).Select(seat => ItemOf(InventoryKind.File, seat, tenant: null)));
            items.AddRange(JailerFolder.All(paths).Select(jail => new InventoryItem(InventoryKind.File, NameOf(jail.Path), jail.Slot, Tenant: null)));
            foreach (var parent in (string[])[paths.Tenants, paths.Vms, paths.Journal])
                if (Directory.Exists(parent))
                    foreach (var path in Directory.EnumerateFileSystemEntries(parent, "*", SearchOption.AllDirectories))
                        items.Add(ItemOf(KindOf(path), path, TenantIn(parent, path)));
            return items;
        }));

    /// <inheritdoc/>
    public Task<Result<IReadOnlyList<InventoryItem>, LobsterError>> FindAsync(VmOwner owner, CancellationToken cancellationToken) =>
        Task.FromResult(Read(() =>
        {
            var items = new List<InventoryItem>();
            foreach (var path in (string[])[paths.TenantOf(owner.Name), paths.VmOf(owner.Name)])
                if (Directory.Exists(path)) items.Add(new InventoryItem(InventoryKind.File, NameOf(path), owner.Slot, owner.Name.Value));
            items.AddRange(JailerFolder.Of(paths, owner).Select(jail => new InventoryItem(InventoryKind.File, NameOf(jail.Place), owner.Slot, owner.Name.Value)));
            return items;
        }));

    private static Result<IReadOnlyList<InventoryItem>, LobsterError> Read(Func<List<InventoryItem>> list)
    {
        try
        {
            return list();
        }
        catch (DirectoryNotFoundException)
        {
            // A folder went away between two looks at it: look again.
            return list();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(SetupErrors.FileFailed, exception.Message);
        }
    }

    private InventoryItem ItemOf(InventoryKind kind, string path, string? tenant) => new(kind, NameOf(path), Slot: null, tenant);

    private string NameOf(string path) => Path.GetRelativePath(paths.Root, path);

    private string? TenantIn(string parent, string path) =>
        parent == paths.Journal ? null : Path.GetRelativePath(parent, path).Split('/')[0];

    // File.GetAttributes knows no sockets; their mode does (inode(7)).
    private static InventoryKind KindOf(string path) => path.EndsWith(".sock", StringComparison.Ordinal) ? InventoryKind.Socket : InventoryKind.File;
}
