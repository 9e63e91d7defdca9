using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Nftables;
using Lobsterd.Linux.Sysctls;
using Lobsterd.Linux.Tun;

namespace Lobsterd.Host.Network;

/// <summary>Turns the kernel's refusals into the domain's: a person must act on some, and the others are bugs of ours.</summary>
internal static class NetworkFault
{
    /// <summary>The domain's error over a cause from <c>Lobsterd.Linux</c>; one that is the domain's already stays as it is.</summary>
    /// <error code="network.wall.refused">The firewall could not be changed.</error>
    internal static LobsterError Of(LobsterError cause)
    {
        if (cause.Code.Name.StartsWith("network.", StringComparison.Ordinal)) return cause;
        if (cause.Code == TapErrors.NotReady || cause.Code == NftErrors.NotReady || cause.Code == SysctlErrors.Refused
            || cause.Code == NetlinkErrors.SocketFailed || cause.Code == NetlinkErrors.Denied)
            return new LobsterError(NetworkErrors.NotReady, "the host's network is not ready for tenants", Cause: cause);
        return cause.Code == NftErrors.Refused
            ? new LobsterError(NetworkErrors.WallRefused, "the firewall could not be changed", Cause: cause)
            : new LobsterError(NetworkErrors.LinkRefused, "an interface could not be changed", Cause: cause);
    }
}
