using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Network;

/// <summary>The ways in which planning or building a tenant's network can fail.</summary>
public static class NetworkErrors
{
    /// <summary>The address pool is not a usable IPv4 network.</summary>
    public static readonly ErrorCode PoolInvalid = new("network.pool.invalid", ErrorKind.Invalid);

    /// <summary>Every slot of the pool is taken.</summary>
    public static readonly ErrorCode SlotsExhausted = new("network.slot.exhausted", ErrorKind.Exhausted);

    /// <summary>An interface of the planned name exists and is not this tenant's.</summary>
    public static readonly ErrorCode TapForeign = new("network.tap.foreign", ErrorKind.Conflict);

    /// <summary>A text is no egress policy, or allows what no tenant may reach.</summary>
    public static readonly ErrorCode EgressInvalid = new("network.egress.invalid", ErrorKind.Invalid);

    /// <summary>An egress policy names domains, and the firewall here knows addresses alone, or no resolver is configured.</summary>
    public static readonly ErrorCode EgressNames = new("network.egress.names-unsupported", ErrorKind.Invalid);

    /// <summary>A guest may not ask for a name, or not any longer.</summary>
    public static readonly ErrorCode NameRefused = new("network.egress.name-refused", ErrorKind.Invalid);

    /// <summary>As many addresses are open for a guest by their names as may be at a time.</summary>
    public static readonly ErrorCode NamesFull = new("network.egress.names-full", ErrorKind.Exhausted);

    /// <summary>The kernel refused a change of an interface, an address or a neighbour.</summary>
    public static readonly ErrorCode LinkRefused = new("network.link.refused", ErrorKind.Bug);

    /// <summary>The kernel refused a change of the firewall.</summary>
    public static readonly ErrorCode WallRefused = new("network.wall.refused", ErrorKind.Bug);

    /// <summary>The firewall of an earlier configuration stands, kept by other means.</summary>
    public static readonly ErrorCode OtherWall = new("network.wall.other", ErrorKind.NotReady);

    /// <summary>The host lacks what the network needs, e.g. TUN or nf_tables.</summary>
    public static readonly ErrorCode NotReady = new("network.host.not-ready", ErrorKind.NotReady);
}
