using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Inventory;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Hypervisors;
using Lobsterd.Host.Jail;
using Lobsterd.Host.Network;
using Lobsterd.Linux.Cgroups;
using Lobsterd.Linux.Mounts;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Inventory;

/// <summary>Removes what belongs to no tenant, each kind by its own means.</summary>
public sealed class HostOrphans(LobsterdPaths paths, TenantNetwork network, IEdge edge, CgroupTree cgroups, TimeProvider clock) : IOrphans
{
    // Owns what a template is made in.
    private const string TemplateBuilder = "template-builder";
    private const string Disk = "overlay.ext4";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public bool IsOfTenants(InventoryItem item)
    {
        if (item.Slot is null && item.Tenant is null or TemplateBuilder) return false;

        // Snapshots outlive their tenant where that is wanted; its disk does not.
        if (IsBelow(item, paths.Tenants)) return Path.GetFileName(item.Name) == Disk || item.Kind == InventoryKind.Mount;
        return item.Kind is not (InventoryKind.CaddyServer or InventoryKind.Registry or InventoryKind.Sysctl);
    }

    /// <inheritdoc/>
    public bool IsRemovable(InventoryItem item) =>
        item.Kind is not (InventoryKind.File or InventoryKind.Socket) || IsBelow(item, paths.Vms) || IsBelow(item, paths.Jails);

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> RemoveAsync(InventoryItem item, CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(Bound, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        return item switch
        {
            { Kind: InventoryKind.Process, Slot: { } slot } => await EndAsync(Seat.Of(slot), either.Token),
            { Kind: InventoryKind.Process, Tenant: { } name } => await EndAllAsync(name, either.Token),
            { Kind: InventoryKind.Tap or InventoryKind.Firewall, Slot: { } slot } => await network.RemoveLeftoverAsync(slot, either.Token),
            { Kind: InventoryKind.Cgroup } => await cgroups.Find(item.Name).KillAndRemoveAsync(clock, either.Token),
            { Kind: InventoryKind.Mount } => Mount.Remove(Path.Combine(paths.Root, item.Name), lazily: true),
            { Kind: InventoryKind.EdgeRoute, Tenant: { } name } => await TenantName.Parse(name).Bind(tenant => edge.WithdrawAsync(tenant, either.Token)),
            { Kind: InventoryKind.File or InventoryKind.Socket } when IsBelow(item, paths.Vms) => await EndAllAsync(item.Tenant ?? "", either.Token).Bind(() => RemoveFiles(item)),
            { Kind: InventoryKind.File or InventoryKind.Socket } => RemoveFiles(item),
            _ => UnitResult.Success<LobsterError>(),
        };
    }

    // Before its run folder, which alone says whose they are.
    private async Task<UnitResult<LobsterError>> EndAllAsync(string name, CancellationToken cancellationToken)
    {
        foreach (var seat in SeatFile.Taken(paths).Where(taken => taken.Value == name).Select(taken => taken.Key))
            if ((await EndAsync(seat, cancellationToken)).TryGetError(out var error)) return error;
        return UnitResult.Success<LobsterError>();
    }

    private async Task<UnitResult<LobsterError>> EndAsync(Seat seat, CancellationToken cancellationToken)
    {
        _ = await VmmProcesses.KillAsync(ProcessTable.Pids, paths.Instance.UidOf(seat), cancellationToken);
        return UnitResult.Success<LobsterError>();
    }

    // A VM's run folder whole, whatever file of it was seen first; a jail by the mark of its owner.
    private UnitResult<LobsterError> RemoveFiles(InventoryItem item)
    {
        var path = Path.Combine(paths.Root, item.Name);

        // Whatever is mounted there is somebody's: it must not be removed through the mount.
        if (MountTable.Read().TryGetError(out var unread, out var mounts)) return unread;
        var folder = IsBelow(item, paths.Vms) ? Path.Combine(paths.Vms, item.Tenant ?? "") : path;
        if (mounts.FirstOrDefault(mount => mount.Target == folder || mount.Target.StartsWith($"{folder}/", StringComparison.Ordinal)) is { } mounted)
            return new LobsterError(MountErrors.DetachFailed, $"something is still mounted on {mounted.Target}", "unmount it, and try again");

        if (IsBelow(item, paths.Vms)) return TenantName.Parse(item.Tenant).Bind(name => new VmRunFolder(paths, name).Remove());
        var parts = Path.GetFileName(path).Split('-', 2);
        return item.Slot is { } slot && parts.Length == 2 && Guid.TryParseExact(parts[1], "N", out var id) && TenantName.Parse("nobody").TryGetValue(out var nobody)
            ? new JailerFolder(paths, new VmOwner(id, nobody, slot), Path.GetFileName(Path.GetDirectoryName(path)!)).Remove()
            : UnitResult.Success<LobsterError>();
    }

    private bool IsBelow(InventoryItem item, string folder) => Path.Combine(paths.Root, item.Name).StartsWith($"{folder}/", StringComparison.Ordinal);
}
