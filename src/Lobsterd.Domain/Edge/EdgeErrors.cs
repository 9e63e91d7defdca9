using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Edge;

/// <summary>The ways in which telling the edge something can fail.</summary>
public static class EdgeErrors
{
    /// <summary>The edge did not answer in its bound.</summary>
    public static readonly ErrorCode Unreachable = new("edge.control.unreachable", ErrorKind.Unavailable);

    /// <summary>The edge refused the change; its words are in the message.</summary>
    public static readonly ErrorCode Refused = new("edge.control.refused", ErrorKind.Bug);

    /// <summary>A line on the control socket is no message of the protocol, or in a version that its reader does not speak.</summary>
    public static readonly ErrorCode Garbled = new("edge.control.garbled", ErrorKind.Bug);

    /// <summary>A route holds a value that cannot be: a host with a space, port 0.</summary>
    public static readonly ErrorCode RouteInvalid = new("edge.route.invalid", ErrorKind.Invalid);

    /// <summary>Another tenant's route has the same host name.</summary>
    public static readonly ErrorCode HostTaken = new("edge.route.host-taken", ErrorKind.Conflict);

    /// <summary>The edge's table holds as many routes as it may.</summary>
    public static readonly ErrorCode TableFull = new("edge.table.full", ErrorKind.Exhausted);

    /// <summary>The edge cannot write its table to the disk, so it would forget the change with its process.</summary>
    public static readonly ErrorCode TableUnsaved = new("edge.table.unsaved", ErrorKind.Exhausted);

    /// <summary>The edge that serves does not hand over to another: it is of an older version, or hangs.</summary>
    public static readonly ErrorCode Held = new("edge.start.held", ErrorKind.Conflict);

    /// <summary>A published port is taken on the host.</summary>
    public static readonly ErrorCode PortTaken = new("edge.publish.taken", ErrorKind.Conflict);

    /// <summary>A published port is below <c>net.ipv4.ip_unprivileged_port_start</c>; the edge has no capability to take it.</summary>
    public static readonly ErrorCode PortPrivileged = new("edge.publish.privileged", ErrorKind.NotReady);

    /// <summary>A tenant cannot be parked now: requests, WebSockets or streams of it are under way.</summary>
    public static readonly ErrorCode InFlight = new("edge.park.in-flight", ErrorKind.Conflict);

    /// <summary>The edge has no route of a tenant that is to be parked.</summary>
    public static readonly ErrorCode RouteMissing = new("edge.park.no-route", ErrorKind.NotFound);

    /// <summary>The edge or Caddy could not be started.</summary>
    public static readonly ErrorCode StartFailed = new("edge.start.failed", ErrorKind.NotReady);

    /// <summary>Caddy's admin API refused or did not answer.</summary>
    public static readonly ErrorCode CaddyRefused = new("caddy.admin.refused", ErrorKind.Unavailable);

    /// <summary>A Caddy that is not ours has a setting, of which it has only one, that is not what lobsterd needs.</summary>
    public static readonly ErrorCode CaddyConflict = new("caddy.config.conflict", ErrorKind.Conflict);
}
