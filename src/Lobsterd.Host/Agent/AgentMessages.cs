using Lobsterd.Domain.Agent;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Host.Agent;

/// <summary>The domain's requests in the words of the wire.</summary>
internal static class AgentMessages
{
    internal static AgentRequest.Claim Of(TenantClaim claim) => new()
    {
        Id = claim.Id,
        Name = claim.Name.Value,
        Address = claim.Address.ToString(),
        PrefixLength = claim.PrefixLength,
        Gateway = claim.Gateway.ToString(),
        Dns = [.. claim.Dns.Select(resolver => resolver.ToString())],
        AgentToken = claim.AgentToken,
        GatewayToken = claim.GatewayToken,
        NowUnixMs = claim.Now.ToUnixTimeMilliseconds(),
        Entropy = claim.Entropy.ToArray(),
        Workload = Of(claim.Workload),
        Secrets = claim.Secrets.Count == 0 ? null : Of(claim.Secrets),
    };

    internal static IReadOnlyList<AgentSecret> Of(IReadOnlyList<WorkloadSecret> secrets) =>
        [.. secrets.Select(secret => new AgentSecret { Key = secret.Key, Value = secret.Value, IsFile = secret.IsFile })];

    internal static AgentRequest.Exec Of(ExecSpec spec, string token) => new()
    {
        Token = token,
        Command = spec.Command,
        User = spec.User,
        AsWorkload = spec.AsWorkload,
        Terminal = spec.Terminal,
        Columns = spec.Columns,
        Rows = spec.Rows,
        Environment = spec.Environment,
    };

    private static AgentWorkload Of(WorkloadSpec workload) => new()
    {
        Name = workload.Name,
        Command = workload.Command,
        User = workload.User,
        Port = workload.Port,
        Environment = workload.Environment,
        HealthPath = workload.HealthPath,
        Files = workload.Files.Count == 0 ? null : [.. workload.Files.Select(file => new AgentFile { Path = file.Path, Mode = file.Mode, Content = file.Content })],
    };
}
