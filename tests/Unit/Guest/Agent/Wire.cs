using System.Text.Json;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Tests.Unit.Guest.Agent;

/// <summary>Requests as lines, for tests that send them by hand.</summary>
internal static class Wire
{
    internal static AgentRequest.Claim ClaimMessage { get; } = new()
    {
        Id = AgentRig.Claim.Id,
        Name = "alice",
        Address = "10.66.0.30",
        PrefixLength = 30,
        Gateway = "10.66.0.29",
        Dns = ["9.9.9.9"],
        AgentToken = AgentRig.Token,
        GatewayToken = "gateway-token",
        NowUnixMs = 1_800_000_000_000,
        Entropy = new byte[64],
        Workload = new AgentWorkload { Name = "gateway", Command = [], User = "tenant", Port = 9000, Environment = new Dictionary<string, string>() },
    };

    internal static string Claim => Line(ClaimMessage);

    internal static string Line(AgentRequest request) => JsonSerializer.Serialize(request, AgentJson.Default.AgentRequest);
}
