using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Inventory;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Jail;
using Lobsterd.Linux.Cgroups;

namespace Lobsterd.Host.Inventory;

/// <summary>The cgroups of VMMs, and the tree that holds them. A tenant's processes are all in its cgroup, so this tells of those too.</summary>
public sealed class CgroupSource(LobsterdPaths paths, CgroupTree tree) : IInventorySource
{
    /// <inheritdoc/>
    public Task<Result<IReadOnlyList<InventoryItem>, LobsterError>> ListAsync(CancellationToken cancellationToken)
    {
        var bearers = SeatBearers.Read(paths);
        return AnswerAsync([
            .. tree.Folders().Select(folder => new InventoryItem(InventoryKind.Cgroup, folder, Slot: null, Tenant: null)),
            .. tree.List().Select(name => bearers.ItemOf(InventoryKind.Cgroup, name, VmJail.SeatOf(name))),
        ]);
    }

    /// <inheritdoc/>
    public Task<Result<IReadOnlyList<InventoryItem>, LobsterError>> FindAsync(VmOwner owner, CancellationToken cancellationToken)
    {
        var name = VmJail.CgroupOf(SeatFile.Of(paths, owner));
        return AnswerAsync(tree.Find(name).Exists ? [new InventoryItem(InventoryKind.Cgroup, name, owner.Slot, Tenant: null)] : []);
    }

    private static Task<Result<IReadOnlyList<InventoryItem>, LobsterError>> AnswerAsync(IReadOnlyList<InventoryItem> items) =>
        Task.FromResult(Result.Success<IReadOnlyList<InventoryItem>, LobsterError>(items));
}
