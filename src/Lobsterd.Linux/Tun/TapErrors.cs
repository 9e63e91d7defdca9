using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Tun;

/// <summary>The ways in which TAP interfaces can fail.</summary>
public static class TapErrors
{
    /// <summary>The kernel offers no TUN here: no <c>/dev/net/tun</c>, or the process lacks CAP_NET_ADMIN.</summary>
    public static readonly ErrorCode NotReady = new("tap.device.not-ready", ErrorKind.NotReady);

    /// <summary>An interface of that name exists already.</summary>
    public static readonly ErrorCode Exists = new("tap.create.exists", ErrorKind.Conflict);

    /// <summary>The kernel refused to make the TAP.</summary>
    public static readonly ErrorCode CreateFailed = new("tap.create.failed", ErrorKind.Bug);

    /// <summary>There is no such TAP.</summary>
    public static readonly ErrorCode Missing = new("tap.open.missing", ErrorKind.NotFound);

    /// <summary>Another program holds the TAP open.</summary>
    public static readonly ErrorCode Busy = new("tap.open.busy", ErrorKind.Conflict);

    /// <summary>The TAP could not be opened: it is no TAP, or it is somebody else's.</summary>
    public static readonly ErrorCode OpenFailed = new("tap.open.failed", ErrorKind.Conflict);
}
