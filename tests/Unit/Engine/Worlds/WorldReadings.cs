using System.Net;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Inventory;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Storage;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Tests.Unit.Engine.Worlds;

/// <summary>Reads a <see cref="World"/> back: what is not there is at fault, and so is what a test has broken by a thing named <c>OWNER broken WHAT</c>.</summary>
internal sealed class WorldReadings(World world, Func<TenantName, EdgeRoute> routeOf) : INetworkReadings, IFrontReadings, IDiskReadings, IVmLimits, IOrphans, IGuestPorts
{
    public Result<IReadOnlyList<string>, LobsterError> FaultsOfTap(VmOwner owner) => There($"{owner.Name} tap{owner.Slot}");

    public Result<bool, LobsterError> IsTapHeld(VmOwner owner) => !world.Has($"{owner.Name} broken carrier");

    public Task<Result<IReadOnlyList<string>, LobsterError>> FaultsOfWallAsync(AttachNetworkInput planned, CancellationToken cancellationToken) =>
        Task.FromResult(Unbroken($"{planned.Owner.Name} broken wall"));

    public Task<Result<IReadOnlyList<string>, LobsterError>> FaultsOfSharedWallAsync(CancellationToken cancellationToken) => Task.FromResult(There("host table"));

    public Result<bool, LobsterError> IsForwarding() => !world.Has("host broken forwarding");

    public Task<Result<IReadOnlyList<string>, LobsterError>> FaultsOfEdgeAsync(CancellationToken cancellationToken) => Task.FromResult(There("host edge"));

    public Task<Result<IReadOnlyList<string>, LobsterError>> FaultsOfCaddyAsync(CancellationToken cancellationToken) => Task.FromResult(Unbroken("host broken caddy"));

    public Task<Result<EdgeRoute?, LobsterError>> FindRouteAsync(TenantName tenant, CancellationToken cancellationToken) =>
        Task.FromResult(Result.Success<EdgeRoute?, LobsterError>(world.Has($"{tenant} route") ? routeOf(tenant) : null));

    public Result<IReadOnlyList<string>, LobsterError> FaultsOf(EnsureOverlayInput planned) => There($"{planned.Owner.Name} disk");

    public UnitResult<LobsterError> TakeBack(VmOwner owner) => world.Do("disk.take-back") is { } error ? error : UnitResult.Success<LobsterError>();

    public IReadOnlyList<string> FaultsOf(Tenant tenant) => Unbroken($"{tenant.Name} broken limits").Value;

    public UnitResult<LobsterError> Ensure(Tenant tenant) => world.Take("limits.ensure", $"{tenant.Name} broken limits") is { } error ? error : UnitResult.Success<LobsterError>();

    public bool IsOfTenants(InventoryItem item) => item.Slot is not null || item.Tenant is not null;

    public bool IsRemovable(InventoryItem item) => item.Kind != InventoryKind.File;

    public Task<UnitResult<LobsterError>> RemoveAsync(InventoryItem item, CancellationToken cancellationToken) => world.Take("orphan.remove", item.Name).AsTask();

    public Task<UnitResult<LobsterError>> KnockAsync(IPEndPoint port, CancellationToken cancellationToken) => world.Do("guest.knock").AsTask();

    private Result<IReadOnlyList<string>, LobsterError> There(string thing) => world.Has(thing) ? new List<string>() : new List<string> { $"there is no {thing}" };

    private Result<IReadOnlyList<string>, LobsterError> Unbroken(string mark) => world.Has(mark) ? new List<string> { mark } : new List<string>();
}
