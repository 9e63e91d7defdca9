using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Netlink;

/// <summary>The ways in which a conversation with the kernel's network tables can fail.</summary>
public static class NetlinkErrors
{
    /// <summary>No netlink socket could be opened, or it broke.</summary>
    public static readonly ErrorCode SocketFailed = new("netlink.socket.failed", ErrorKind.NotReady);

    /// <summary>The process may not do it (EPERM, EACCES): it lacks CAP_NET_ADMIN in this namespace.</summary>
    public static readonly ErrorCode Denied = new("netlink.request.denied", ErrorKind.NotReady);

    /// <summary>The interface, address, neighbour or route does not exist.</summary>
    public static readonly ErrorCode Missing = new("netlink.request.missing", ErrorKind.NotFound);

    /// <summary>It exists already, or is in use.</summary>
    public static readonly ErrorCode Exists = new("netlink.request.exists", ErrorKind.Conflict);

    /// <summary>The kernel refused for another reason; the message carries errno and the kernel's own words.</summary>
    public static readonly ErrorCode Refused = new("netlink.request.refused", ErrorKind.Bug);

    /// <summary>The kernel answered with something that is not netlink.</summary>
    public static readonly ErrorCode Malformed = new("netlink.reply.malformed", ErrorKind.Bug);

    internal static ErrorCode Of(int errno) => errno switch
    {
        NetlinkErrno.NotPermitted or NetlinkErrno.AccessDenied => Denied,
        NetlinkErrno.NoEntry or NetlinkErrno.NoSuchProcess or NetlinkErrno.NoDevice or NetlinkErrno.NoSuchInterface
            or NetlinkErrno.NoSuchAddress => Missing,
        NetlinkErrno.Exists or NetlinkErrno.Busy => Exists,
        _ => Refused,
    };
}
