using CSharpFunctionalExtensions;
using Lobsterd.Domain.Diagnosis;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Domain.Inventory;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Domain.Setup;
using Lobsterd.Domain.Storage;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Tests.Unit.Engine.Worlds;

/// <summary>Disks, network, edge, images, folders and inventory of a <see cref="World"/>.</summary>
internal sealed class WorldHost(World world) : IOverlays, ITenantNetwork, IEdge, IImages, IKernels, IHostFiles, IHostLimits, IHostInventory, IHostCapacity, IHostPosture
{
    public static readonly Image Minimal = new(new string('a', 64), "minimal", 1 << 20, DateTimeOffset.UnixEpoch, "gateway", 9000);

    public HostCapacity Capacity { get; set; } = new(8L << 30, 100L << 30, 200L << 30);

    public IReadOnlyList<string> Missing { get; set; } = [];

    public bool IsInitialized => world.Has("host initialized");

    public Task<Result<string, LobsterError>> EnsureAsync(EnsureOverlayInput input, CancellationToken cancellationToken) =>
        world.Make("disk.ensure", $"{input.Owner.Name} disk").AsTask($"/disks/{input.Owner.Name}");

    public Task<UnitResult<LobsterError>> RemoveAsync(VmOwner owner, CancellationToken cancellationToken) =>
        (world.Take("disk.remove", $"{owner.Name} disk") ?? world.Take("disk.remove", $"{owner.Name} restored disk")).AsTask();

    public Task<UnitResult<LobsterError>> FlushAsync(VmOwner owner, CancellationToken cancellationToken) => world.Do("disk.flush").AsTask();

    public string PathOf(TenantName tenant) => $"/disks/{tenant}";

    public Task<UnitResult<LobsterError>> ReplaceAsync(EnsureOverlayInput input, CancellationToken cancellationToken)
    {
        if (world.Has($"{input.Owner.Name} vm")) throw new InvalidOperationException("a disk is replaced under a VM that uses it");
        _ = world.Make("disk.set-aside", $"{input.Owner.Name} replaced disk");
        return world.Make("disk.replace", $"{input.Owner.Name} restored disk").AsTask();
    }

    public Task<UnitResult<LobsterError>> TakeBackReplacedAsync(VmOwner owner, CancellationToken cancellationToken)
    {
        if (!world.Has($"{owner.Name} replaced disk")) return DropReplacedAsync(owner, cancellationToken);
        _ = world.Take("disk.take-back", $"{owner.Name} restored disk");
        return DropReplacedAsync(owner, cancellationToken);
    }

    public Task<UnitResult<LobsterError>> DropReplacedAsync(VmOwner owner, CancellationToken cancellationToken) =>
        world.Has($"{owner.Name} replaced disk") ? world.Take("disk.drop", $"{owner.Name} replaced disk").AsTask() : Task.FromResult(UnitResult.Success<LobsterError>());

    public Task<UnitResult<LobsterError>> EnsureBaseAsync(CancellationToken cancellationToken) => world.Make("base.ensure", "host table").AsTask();

    public Task<UnitResult<LobsterError>> RemoveBaseAsync(CancellationToken cancellationToken) => world.Take("base.remove", "host table").AsTask();

    public UnitResult<LobsterError> Admit() => UnitResult.Success<LobsterError>();

    public Result<IReadOnlyList<HostFix>, LobsterError> Fix() => world.Do("host.fix") is { } refused ? refused : Array.Empty<HostFix>();

    public UnitResult<LobsterError> CheckEgress(EgressPolicy policy) => UnitResult.Success<LobsterError>();

    public Task<UnitResult<LobsterError>> OpenNameAsync(NamedAddresses named, CancellationToken cancellationToken) =>
        world.Make("network.open-name", $"{named.Owner.Name} open {named.Name} {string.Join(' ', named.Addresses)} {named.Lifetime.TotalSeconds}").AsTask();

    public Task<UnitResult<LobsterError>> AttachAsync(AttachNetworkInput input, CancellationToken cancellationToken)
    {
        ForgetEgress(input.Owner);
        if (input.Egress != EgressPolicy.Open && world.Make("network.egress", $"{input.Owner.Name} egress {input.Egress}") is { } refused) return refused.AsTask();
        return world.Make("network.attach", $"{input.Owner.Name} tap{input.Owner.Slot}").AsTask();
    }

    public Task<UnitResult<LobsterError>> DetachAsync(VmOwner owner, CancellationToken cancellationToken)
    {
        ForgetEgress(owner);
        return world.Take("network.detach", $"{owner.Name} tap{owner.Slot}").AsTask();
    }

    public UnitResult<LobsterError> Remove() => world.Do("limits.remove") is { } error ? error : UnitResult.Success<LobsterError>();

    public Task<UnitResult<LobsterError>> EnsureUpAsync(CancellationToken cancellationToken) => world.Make("edge.up", "host edge").AsTask();

    public Task<UnitResult<LobsterError>> TearDownAsync(CancellationToken cancellationToken) => world.Take("edge.down", "host edge").AsTask();

    public Task<UnitResult<LobsterError>> ReplaceAsync(IReadOnlyList<EdgeRoute> routes, CancellationToken cancellationToken)
    {
        foreach (var stale in world.Things.Where(thing => thing.EndsWith(" route", StringComparison.Ordinal))) _ = world.Take("edge.replace", stale);
        foreach (var stale in world.Things.Where(thing => thing.EndsWith(" parked", StringComparison.Ordinal))) _ = world.Take("edge.replace", stale);
        foreach (var route in routes)
        {
            Park(route.Tenant, route.Parked, "edge.replace");
            _ = world.Make("edge.replace", $"{route.Tenant} route");
        }

        return world.Do("edge.replace").AsTask();
    }

    public Task<UnitResult<LobsterError>> PublishAsync(EdgeRoute route, CancellationToken cancellationToken)
    {
        Park(route.Tenant, route.Parked, "edge.publish");
        return world.Make("edge.publish", $"{route.Tenant} route").AsTask();
    }

    public Task<UnitResult<LobsterError>> WithdrawAsync(TenantName tenant, CancellationToken cancellationToken)
    {
        Park(tenant, isParked: false, "edge.withdraw");
        return world.Take("edge.withdraw", $"{tenant} route").AsTask();
    }

    public Task<UnitResult<LobsterError>> ParkAsync(TenantName tenant, bool force, CancellationToken cancellationToken) =>
        world.Has($"{tenant} route")
            ? world.Make("edge.park", $"{tenant} parked").AsTask()
            : new LobsterError(EdgeErrors.RouteMissing, $"the edge has no route of tenant {tenant}").AsTask();

    public Task<UnitResult<LobsterError>> UnparkAsync(EdgeRoute route, CancellationToken cancellationToken) =>
        (world.Make("edge.unpark", $"{route.Tenant} route") ?? world.Take("edge.unpark", $"{route.Tenant} parked")).AsTask();

    public Task<UnitResult<LobsterError>> RefuseAsync(TenantName tenant, string reason, TimeSpan retryAfter, CancellationToken cancellationToken) =>
        world.Do("edge.refuse").AsTask();

    public Task<Result<IReadOnlyList<Image>, LobsterError>> ListAsync(CancellationToken cancellationToken) =>
        world.Do("image.list").AsTask<IReadOnlyList<Image>>([Minimal]);

    public Task<Result<Image, LobsterError>> FindAsync(string nameOrHash, CancellationToken cancellationToken) =>
        Task.FromResult(nameOrHash == Minimal.Name || nameOrHash == Minimal.Hash
            ? Result.Success<Image, LobsterError>(Minimal)
            : new LobsterError(ImageErrors.Unknown, $"no image {nameOrHash}"));

    public Task<Result<BootFiles, LobsterError>> BootFilesAsync(string hash, CancellationToken cancellationToken) =>
        world.Do("image.files").AsTask(new BootFiles("/k", "/i", "/r", "6.1"));

    public Task<Result<Image, LobsterError>> BuildAsync(string recipe, IProgress<string> progress, CancellationToken cancellationToken) =>
        world.Do("image.build").AsTask(Minimal);

    public Task<Result<Image, LobsterError>> VerifyAsync(string hash, CancellationToken cancellationToken) => world.Do("image.verify").AsTask(Minimal);

    public Task<UnitResult<LobsterError>> RemoveAsync(string hash, CancellationToken cancellationToken) => world.Do("image.remove").AsTask();

    public Task<Result<string, LobsterError>> AddAsync(string path, CancellationToken cancellationToken) => world.Do("kernel.add").AsTask("6.1");

    public Task<Result<IReadOnlyList<Kernel>, LobsterError>> ListKernelsAsync(CancellationToken cancellationToken) =>
        world.Do("kernel.list").AsTask<IReadOnlyList<Kernel>>([new Kernel(new string('a', 64), "6.1", 1, 0, HasVmlinux: true, IsCurrent: true)]);

    public Task<Result<Kernel, LobsterError>> RemoveKernelAsync(string name, CancellationToken cancellationToken) =>
        world.Do("kernel.remove").AsTask(new Kernel(new string('b', 64), name, 1, 0, HasVmlinux: true, IsCurrent: false));

    public Task<Result<string?, LobsterError>> NewestAsync(CancellationToken cancellationToken) => world.Do("kernel.newest").AsTask<string?>("6.1");

    public UnitResult<LobsterError> EnsureFolders() => Unit(world.Make("folders.ensure", "host folders"));

    public UnitResult<LobsterError> MarkInitialized() => Unit(world.Make("folders.mark", "host initialized"));

    public UnitResult<LobsterError> RemoveData()
    {
        if (world.Take("folders.remove", "host initialized") is { } error) return error;
        return Unit(world.Take("folders.remove", "host folders"));
    }

    public Task<Result<IReadOnlyList<InventoryItem>, LobsterError>> TakeAsync(CancellationToken cancellationToken) =>
        Inventory(world.Things);

    public Task<Result<IReadOnlyList<InventoryItem>, LobsterError>> TakeAsync(VmOwner owner, CancellationToken cancellationToken) =>
        Inventory(world.Things.Where(thing => thing.StartsWith($"{owner.Name} ", StringComparison.Ordinal) && !thing.EndsWith(" snap", StringComparison.Ordinal)));

    public Result<HostCapacity, LobsterError> Read() => Capacity;

    private static Task<Result<IReadOnlyList<InventoryItem>, LobsterError>> Inventory(IEnumerable<string> things) =>
        Task.FromResult(Result.Success<IReadOnlyList<InventoryItem>, LobsterError>(
            [.. things.Select(thing => new InventoryItem(InventoryKind.File, thing, Slot: null, Tenant: null))]));

    private static UnitResult<LobsterError> Unit(LobsterError? error) => error is null ? UnitResult.Success<LobsterError>() : error;

    // A route says with each change whether its tenant sleeps.
    private void Park(TenantName tenant, bool isParked, string act)
    {
        var thing = $"{tenant} parked";
        if (isParked == world.Has(thing)) return;
        _ = isParked ? world.Make(act, thing) : world.Take(act, thing);
    }

    private void ForgetEgress(VmOwner owner)
    {
        foreach (var policy in world.Things.Where(thing => thing.StartsWith($"{owner.Name} egress ", StringComparison.Ordinal))) _ = world.Take("network.egress", policy);
    }
}
