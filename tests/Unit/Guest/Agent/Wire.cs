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

    /// <summary>The same with every member that a claim can have.</summary>
    internal static AgentRequest.Claim WholeClaim { get; } = ClaimMessage with
    {
        Dns = ["10.66.0.1", "9.9.9.9"],
        Entropy = [1, 2, 3, 4],
        Workload = new AgentWorkload
        {
            Name = "site",
            Command = ["/bin/site", "--port"],
            User = "site",
            Port = 80,
            HealthPath = "/health",
            Environment = new Dictionary<string, string> { ["A"] = "1", ["B"] = "ü\n" },
            Files = [new AgentFile { Path = "/etc/site", Mode = 0x1A4, Content = "x" }],
        },
        Secrets = [new AgentSecret { Key = "K", Value = "v", IsFile = true }],
    };

    internal static string Claim => Line(ClaimMessage);

    internal static string Line(AgentRequest request) => JsonSerializer.Serialize(request, AgentJson.Default.AgentRequest);
}
