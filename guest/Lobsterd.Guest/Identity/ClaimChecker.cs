using System.Net;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Guest.Secrets;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Identity;

/// <summary>Turns the wire's claim into the domain's, or says which of its values cannot be.</summary>
internal static class ClaimChecker
{
    private const int ShortestPrefix = 1;
    private const int LongestPrefix = 30;

    /// <summary>Checks a claim whole.</summary>
    /// <error code="guest.claim.invalid">The first value that is outside its range.</error>
    internal static Result<TenantClaim, LobsterError> Check(AgentRequest.Claim claim)
    {
        if (claim.Id == Guid.Empty) return Invalid("id", "is empty");
        if (TenantName.Parse(claim.Name).TryGetError(out _, out var name)) return Invalid("name", $"is not {TenantName.Rule}");
        if (!IsToken(claim.AgentToken)) return Invalid("agentToken", "is not 1 to 256 visible ASCII characters");
        if (!IsToken(claim.GatewayToken)) return Invalid("gatewayToken", "is not 1 to 256 visible ASCII characters");
        if (claim.Entropy.Length != ClaimLimits.EntropyBytes) return Invalid("entropy", "is not 64 bytes");
        if (CheckTime(claim.NowUnixMs).TryGetError(out var badTime, out var now)) return badTime;
        if (CheckNetwork(claim).TryGetError(out var badNetwork, out var network)) return badNetwork;
        if (WorkloadChecker.Check(claim.Workload).TryGetError(out var badWorkload, out var workload)) return badWorkload;
        if (SecretChecker.Check(claim.Secrets).TryGetError(out var badSecret, out var secrets)) return badSecret;

        return new TenantClaim
        {
            Id = claim.Id,
            Name = name,
            Address = network.Address,
            PrefixLength = claim.PrefixLength,
            Gateway = network.Gateway,
            Dns = network.Dns,
            AgentToken = claim.AgentToken,
            GatewayToken = claim.GatewayToken,
            Now = now,
            Entropy = claim.Entropy,
            Workload = workload,
            Secrets = secrets,
        };
    }

    /// <summary>Checks a wall clock.</summary>
    /// <error code="guest.claim.invalid">It is before 2020 or after 2199.</error>
    internal static Result<DateTimeOffset, LobsterError> CheckTime(long unixMs)
    {
        if (unixMs < ClaimLimits.Earliest.ToUnixTimeMilliseconds() || unixMs >= ClaimLimits.Latest.ToUnixTimeMilliseconds())
            return Invalid("nowUnixMs", "is before 2020 or after 2199");
        return DateTimeOffset.FromUnixTimeMilliseconds(unixMs);
    }

    /// <summary>A value that cannot be.</summary>
    internal static LobsterError Invalid(string member, string fault) => new(IdentityErrors.ClaimInvalid, $"{member} {fault}");

    private static Result<(IPAddress Address, IPAddress Gateway, IReadOnlyList<IPAddress> Dns), LobsterError> CheckNetwork(AgentRequest.Claim claim)
    {
        if (claim.PrefixLength is < ShortestPrefix or > LongestPrefix) return Invalid("prefixLength", "is not 1 to 30");
        if (HostAddress(claim.Address) is not { } address) return Invalid("address", "is not a host's dotted IPv4 address");
        if (HostAddress(claim.Gateway) is not { } gateway) return Invalid("gateway", "is not a host's dotted IPv4 address");

        var network = new IPNetwork(Masked(address, claim.PrefixLength), claim.PrefixLength);
        if (!network.Contains(gateway) || gateway.Equals(address)) return Invalid("gateway", "is not another address of the subnet");

        if (claim.Dns.Count > ClaimLimits.MostResolvers) return Invalid("dns", "has more than three items");
        var resolvers = claim.Dns.Select(HostAddress).OfType<IPAddress>().ToList();
        return resolvers.Count == claim.Dns.Count
            ? (address, gateway, resolvers)
            : Invalid("dns", "has an item that is not a host's dotted IPv4 address");
    }

    private static IPAddress? HostAddress(string? text) =>
        IPAddress.TryParse(text, out var address)
        && address.AddressFamily == AddressFamily.InterNetwork
        // "10.1" and "0x0a000001" are addresses to the parser, but not dotted quads.
        && address.ToString() == text
        && address.GetAddressBytes()[0] is not (0 or 127 or >= 224)
            ? address
            : null;

    private static IPAddress Masked(IPAddress address, int prefixLength)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = prefixLength; bit < bytes.Length * 8; bit++) bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPAddress(bytes);
    }

    private static bool IsToken(string token) =>
        token.Length is > 0 and <= ClaimLimits.MostTokenLength && token.All(c => c is > ' ' and < (char)0x7F);
}
