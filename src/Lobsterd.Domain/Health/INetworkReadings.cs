using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Health;

/// <summary>Reads the tenants' network back from the kernel and tells where it is not as planned. Changes nothing.</summary>
public interface INetworkReadings
{
    /// <summary>What is wrong with a tenant's TAP, a few words each; none when nothing is.</summary>
    /// <error code="network.host.not-ready">The kernel does not tell.</error>
    Result<IReadOnlyList<string>, LobsterError> FaultsOfTap(VmOwner owner);

    /// <summary>Whether a program holds the tenant's TAP open.</summary>
    /// <error code="network.host.not-ready">The kernel does not tell.</error>
    Result<bool, LobsterError> IsTapHeld(VmOwner owner);

    /// <summary>What of a tenant's firewall elements is missing, more than planned, or other than planned.</summary>
    /// <error code="network.host.not-ready">The firewall does not tell.</error>
    Task<Result<IReadOnlyList<string>, LobsterError>> FaultsOfWallAsync(AttachNetworkInput planned, CancellationToken cancellationToken);

    /// <summary>What is wrong with the firewall that all tenants share.</summary>
    /// <error code="network.host.not-ready">The firewall does not tell.</error>
    Task<Result<IReadOnlyList<string>, LobsterError>> FaultsOfSharedWallAsync(CancellationToken cancellationToken);

    /// <summary>Whether the host forwards IPv4.</summary>
    /// <error code="network.host.not-ready">The kernel does not tell.</error>
    Result<bool, LobsterError> IsForwarding();
}
