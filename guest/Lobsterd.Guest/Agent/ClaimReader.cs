using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Agent;

/// <summary>Reads a claim by hand; what its values may be is the claim checker's to say.</summary>
internal static class ClaimReader
{
    private static readonly string[] Names =
        ["v", "token", "id", "name", "address", "prefixLength", "gateway", "dns", "agentToken", "gatewayToken", "nowUnixMs", "entropy", "workload", "secrets"];

    /// <summary>The claim that a whole message is.</summary>
    internal static AgentRequest.Claim Read(Members message)
    {
        message.AllowOnly(["op", .. Names]);
        return Of(message);
    }

    /// <summary>The claim that is a part of another message, and says of itself that it is none.</summary>
    internal static AgentRequest.Claim ReadPart(Members part)
    {
        part.AllowOnly(Names);
        return Of(part);
    }

    private static AgentRequest.Claim Of(Members members) =>
        new()
        {
            V = members.Version,
            Token = members.Token,
            Id = members.Id("id"),
            Name = members.Text("name"),
            Address = members.Text("address"),
            PrefixLength = members.Number("prefixLength"),
            Gateway = members.Text("gateway"),
            Dns = members.Texts("dns"),
            AgentToken = members.Text("agentToken"),
            GatewayToken = members.Text("gatewayToken"),
            NowUnixMs = members.LongNumber("nowUnixMs"),
            Entropy = members.Bytes("entropy"),
            Workload = Workload(members.Object("workload")),
            Secrets = members.OptionalList("secrets", Secret),
        };

    private static AgentWorkload Workload(Members members)
    {
        members.AllowOnly("name", "command", "user", "port", "healthPath", "environment", "files");
        return new AgentWorkload
        {
            Name = members.Text("name"),
            Command = members.Texts("command"),
            User = members.Text("user"),
            Port = members.Number("port"),
            HealthPath = members.OptionalText("healthPath"),
            Environment = members.TextsByName("environment"),
            Files = members.OptionalList("files", File),
        };
    }

    private static AgentFile File(Members members)
    {
        members.AllowOnly("path", "mode", "content");
        return new AgentFile { Path = members.Text("path"), Mode = members.Number("mode"), Content = members.Text("content") };
    }

    private static AgentSecret Secret(Members members)
    {
        members.AllowOnly("key", "value", "isFile");
        return new AgentSecret { Key = members.Text("key"), Value = members.Text("value"), IsFile = members.Flag("isFile") };
    }
}
