namespace Lobsterd.Host.Network.Iptables;

/// <summary>The names of lobsterd's chains. All begin alike, so that what is ours is known by its name; at most 28 characters.</summary>
internal static class IptablesChains
{
    /// <summary>What every one begins with.</summary>
    internal const string Prefix = "LOBSTER-";

    /// <summary>Table raw: a frame of a guest's, before its connection is looked up.</summary>
    internal const string Prerouting = "LOBSTER-PREROUTING";

    /// <summary>Table raw, rules of tenants: whose frames are let in.</summary>
    internal const string From = "LOBSTER-FROM";

    /// <summary>Table raw, rules of tenants: the zones of control connections that the host begins.</summary>
    internal const string Zones = "LOBSTER-ZONES";

    /// <summary>Table filter: guest to host.</summary>
    internal const string Input = "LOBSTER-INPUT";

    /// <summary>Table filter: guest to world.</summary>
    internal const string Forward = "LOBSTER-FORWARD";

    /// <summary>Table filter, rules of tenants: where a guest may begin a connection to.</summary>
    internal const string Outwards = "LOBSTER-OUTWARDS";

    /// <summary>Table filter: who may be asked for names.</summary>
    internal const string Names = "LOBSTER-NAMES";

    /// <summary>Table filter: world to guest.</summary>
    internal const string Inwards = "LOBSTER-INWARDS";

    /// <summary>Table filter: host to guest.</summary>
    internal const string Output = "LOBSTER-OUTPUT";

    /// <summary>Table filter: what VMMs would say by sockets.</summary>
    internal const string Sockets = "LOBSTER-SOCKETS";

    /// <summary>Table filter, rules of tenants: whose agent may be asked.</summary>
    internal const string Agents = "LOBSTER-AGENTS";

    /// <summary>Table filter, rules of tenants: where the edge may connect.</summary>
    internal const string Ports = "LOBSTER-PORTS";

    /// <summary>Table mangle, rules of tenants: how much a guest may receive.</summary>
    internal const string Receives = "LOBSTER-RECEIVES";

    /// <summary>Table nat: what leaves the host in its name.</summary>
    internal const string Nat = "LOBSTER-NAT";

    /// <summary>Those that hold rules of tenants: never emptied while the wall stands.</summary>
    internal static readonly (string Table, string Chain)[] OfTenants =
        [("raw", From), ("raw", Zones), ("filter", Outwards), ("filter", Agents), ("filter", Ports), ("mangle", Receives)];
}
