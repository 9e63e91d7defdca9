using System.Diagnostics;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Network;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Walls;

/// <summary>A host with a wall in nftables, open for some tenants, in a network namespace of its own.</summary>
internal sealed class WallHost : IDisposable
{
    private const int WorkloadPort = 9_000;

    private static readonly NetworkPlan Plan = NetworkPlan.Parse(new NetworkConfig().Pool).Require();

    // Its conversations with the kernel belong to the namespace in which the first change is made.
    private readonly NftWall wall = new(new NftSets(Plan), new NftWallScript(Plan, new InstanceId("/"), new NetworkConfig()));
    private readonly NetNamespace network = NetNamespace.Create();
    private readonly VmOwner newcomer;

    /// <summary>Raises the wall and opens it for so many tenants.</summary>
    internal WallHost(int tenants)
    {
        newcomer = OwnerOf(tenants);
        network.RunToEnd(() => FillAsync(tenants)).Require();
    }

    /// <summary>How long the wall takes to open for one tenant more, in ms; it is closed again afterwards.</summary>
    internal async Task<Result<double, LobsterError>> OpenMsAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var opened = await wall.OpenAsync(new AttachNetworkInput(newcomer, [WorkloadPort]), cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return await opened.Bind(() => wall.CloseAsync(newcomer, cancellationToken)).Map(() => elapsed);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        wall.Dispose();
        network.Dispose();
    }

    private static VmOwner OwnerOf(int slot) => new(Guid.CreateVersion7(), TenantName.Parse($"t{slot}").Require(), new Slot(slot));

    private async Task<UnitResult<LobsterError>> FillAsync(int tenants)
    {
        var filled = await wall.RaiseAsync(CancellationToken.None);
        for (var slot = 0; slot < tenants && filled.IsSuccess; slot++)
            filled = await wall.OpenAsync(new AttachNetworkInput(OwnerOf(slot), [WorkloadPort]), CancellationToken.None);
        return filled;
    }
}
