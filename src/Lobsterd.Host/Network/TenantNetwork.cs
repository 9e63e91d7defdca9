using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Tun;

namespace Lobsterd.Host.Network;

/// <summary>The tenants' network in the network namespace of this process: a TAP for each and one wall around all.</summary>
/// <remarks>Safe for many tenants at a time; the calls for one tenant are its caller's to keep apart.</remarks>
public sealed partial class TenantNetwork : ITenantNetwork, IAsyncDisposable
{
    // Who a TAP or an element without a note belongs to.
    private const string Nobody = "nobody";

    private readonly LobsterdPaths paths;
    private readonly TenantLink links;
    private readonly Forwarding forwarding;
    private readonly TapRemover remover;
    private readonly IWall wall;
    private readonly IWall other;
    private readonly bool hasResolvers;

    /// <summary>Plans the network; touches nothing yet.</summary>
    /// <param name="paths">The root, whose instance gives the UIDs.</param>
    /// <param name="plan">Addresses by slot.</param>
    /// <param name="config">How much a tenant may do.</param>
    public TenantNetwork(LobsterdPaths paths, NetworkPlan plan, NetworkConfig config)
        : this(paths, plan, Walls.Choose(paths, plan, config), config.Dns.Count > 0)
    {
    }

    internal TenantNetwork(LobsterdPaths paths, NetworkPlan plan, (IWall Wall, IWall Other) walls, bool hasResolvers = true)
    {
        this.paths = paths;
        this.hasResolvers = hasResolvers;
        (wall, other) = walls;
        links = new TenantLink(paths, plan);
        forwarding = new Forwarding(paths);
        remover = new TapRemover(paths.Instance);
    }

    /// <summary>Whether guests may have policies of names here: the firewall can follow them, and there are resolvers to ask.</summary>
    public bool AnswersNames => wall.FollowsNames && hasResolvers;

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> EnsureBaseAsync(CancellationToken cancellationToken)
    {
        if (Tap.Probe().TryGetError(out var error)) return NetworkFault.Of(error);
        // Two walls would both judge: what one lets through the other, which knows nothing of it, does not. One that cannot be read does not stand.
        if ((await other.ReadAsync(cancellationToken)).TryGetValue(out var standing) && standing.IsUp)
            return new LobsterError(
                NetworkErrors.OtherWall, "the firewall stands as an earlier configuration wanted it", "set network.firewall back, evict all tenants, run lobsterd uninit, and then change it");
        // The wall first: no packet is forwarded before it stands.
        if ((await wall.RaiseAsync(cancellationToken)).TryGetError(out error)) return error;
        return forwarding.Enable();
    }

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> RemoveBaseAsync(CancellationToken cancellationToken)
    {
        if (forwarding.Restore().TryGetError(out var error)) return error;
        return await wall.RazeAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public UnitResult<LobsterError> CheckEgress(EgressPolicy policy) =>
        !policy.Names.Any() || AnswersNames ? UnitResult.Success<LobsterError>()
        : wall.FollowsNames ? new LobsterError(NetworkErrors.EgressNames, "domain names cannot be resolved: no resolver is configured", "set network.dns, or allow addresses or networks instead")
        : Walls.NamesUnsupported();

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> OpenNameAsync(NamedAddresses named, CancellationToken cancellationToken) =>
        await wall.OpenNameAsync(named, cancellationToken);

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> AttachAsync(AttachNetworkInput input, CancellationToken cancellationToken)
    {
        // A foreign TAP is found before the wall is opened for its name.
        if (links.Ensure(input.Owner).TryGetError(out var error)) return About(input.Owner, error);
        return (await wall.OpenAsync(input, cancellationToken)).MapError(refused => About(input.Owner, refused));
    }

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> DetachAsync(VmOwner owner, CancellationToken cancellationToken)
    {
        if ((await wall.CloseAsync(owner, cancellationToken)).TryGetError(out var error)) return About(owner, error);
        return (await remover.RemoveAsync(owner)).MapError(refused => About(owner, NetworkFault.Of(refused)));
    }

    /// <summary>All that the kernel has of the tenants' network, whatever the registry says.</summary>
    /// <error code="network.host.not-ready">The kernel refused to tell.</error>
    public async Task<Result<NetworkReading, LobsterError>> ReadAsync(CancellationToken cancellationToken)
    {
        if (Ask(kernel => TenantLink.List(kernel, paths.Instance)).TryGetError(out var error, out var taps)) return error;
        return (await wall.ReadAsync(cancellationToken)).Map(standing => new NetworkReading(taps, standing, forwarding.IsOurs));
    }

    /// <summary>What the kernel has of one slot, without a listing of everything.</summary>
    /// <error code="network.host.not-ready">The kernel refused to tell.</error>
    public async Task<Result<NetworkReading, LobsterError>> ReadAsync(Slot slot, CancellationToken cancellationToken)
    {
        if (Find(slot).TryGetError(out var error, out var tap)) return error;
        return (await wall.ReadAsync(slot, cancellationToken))
            .Map(standing => new NetworkReading(tap is null ? [] : [tap], standing, forwarding.IsOurs));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await remover.DisposeAsync();
        wall.Dispose();
        other.Dispose();
    }

    private static LobsterError About(VmOwner owner, LobsterError error) => error.Under($"tenant {owner.Name}: no network");

    private static Result<T, LobsterError> Ask<T>(Func<RtNetlink, Result<T, LobsterError>> question)
    {
        if (RtNetlink.Open().TryGetError(out var error, out var kernel)) return NetworkFault.Of(error);
        using (kernel) return question(kernel).MapError(NetworkFault.Of);
    }

    private Result<OwnedTap?, LobsterError> Find(Slot slot) => Ask(kernel => TenantLink.Find(kernel, paths.Instance, slot));
}
