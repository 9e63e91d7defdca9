using System.Net;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Protocol.Edge;

/// <summary>A route on the wire and in the edge's table file.</summary>
public sealed partial record EdgeTableEntry
{
    /// <summary>The tenant's name.</summary>
    public required string Tenant { get; init; }

    /// <summary>Exact host name, lower case, without port and without trailing dot.</summary>
    public required string Host { get; init; }

    /// <summary>Where the guest answers: an IPv4 address, dotted, or an IPv6 address.</summary>
    public required string Address { get; init; }

    /// <summary>The workload's port, 1 to 65,535.</summary>
    public required int Port { get; init; }

    /// <summary>Published TCP ports, at most <see cref="EdgeLimits.MaxPublishedPorts"/>, no host port twice.</summary>
    public required IReadOnlyList<EdgePort> Publish { get; init; }

    /// <summary>Whether the tenant is parked. Written only when it is, so that one that is not reads as it always did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Parked { get; init; }

    /// <summary>A route as it is written.</summary>
    public static EdgeTableEntry Of(EdgeRoute route) => new()
    {
        Tenant = route.Tenant.Value,
        Host = route.Host,
        Address = route.Address.ToString(),
        Port = route.Port,
        Publish = [.. route.Publish.Select(port => new EdgePort(port.HostPort, port.GuestPort))],
        Parked = route.Parked,
    };

    /// <summary>Checks every member and makes it a route.</summary>
    /// <error code="edge.route.invalid">A member is out of its range; the message names it.</error>
    /// <error code="tenant.name.invalid">The tenant's name is none.</error>
    public Result<EdgeRoute, LobsterError> ToRoute()
    {
        if (TenantName.Parse(Tenant).TryGetError(out var error, out var tenant)) return error;
        if (Host is null || Host.Length > EdgeLimits.MaxHostLength || !HostShape().IsMatch(Host)) return Invalid("host", "is no lower-case host name");
        if (!IPAddress.TryParse(Address, out var address) || address.ToString() != Address) return Invalid("address", "is no IP address");
        if (!IsPort(Port)) return Invalid("port", "is not within 1 to 65535");
        if (Publish is null || Publish.Count > EdgeLimits.MaxPublishedPorts) return Invalid("publish", "has too many ports");
        if (Publish.Any(port => port is null || !IsPort(port.HostPort) || !IsPort(port.GuestPort)))
            return Invalid("publish", "has a port that is not within 1 to 65535");
        if (Publish.Select(port => port.HostPort).Distinct().Count() != Publish.Count) return Invalid("publish", "names a host port twice");
        return new EdgeRoute(tenant, Host, address, Port, [.. Publish.Select(port => new PublishedPort(port.HostPort, port.GuestPort))]) { Parked = Parked };

        LobsterError Invalid(string member, string fault) => new(EdgeErrors.RouteInvalid, $"route of tenant {tenant}: {member} {fault}");
    }

    private static bool IsPort(int number) => number is >= 1 and <= ushort.MaxValue;

    // Labels of letters, digits and inner hyphens, joined by dots; no trailing dot, nothing that needs escaping anywhere.
    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex HostShape();
}
