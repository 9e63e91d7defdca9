using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>Finds configured workloads, and makes of one what the agent runs.</summary>
internal static class WorkloadChoice
{
    /// <summary>Finds a workload by its name.</summary>
    /// <error code="tenant.spec.invalid">There is none.</error>
    internal static Result<WorkloadConfig, LobsterError> Find(LobsterdConfig config, string name)
    {
        if (config.Workloads.TryGetValue(name, out var configured)) return configured;
        if (name == SpawnPlanner.GatewayWorkload) return new WorkloadConfig();
        var known = string.Join(", ", config.Workloads.Keys.Append(SpawnPlanner.GatewayWorkload).Distinct().Order(StringComparer.Ordinal));
        return new LobsterError(TenantErrors.SpecInvalid, $"there is no workload named '{name}'", $"known workloads: {known}");
    }

    /// <summary>What the agent of a tenant runs.</summary>
    /// <error code="tenant.spec.invalid">Its workload is not configured any more.</error>
    internal static Result<WorkloadSpec, LobsterError> Of(LobsterdConfig config, Tenant tenant) =>
        Find(config, tenant.Workload).Map(workload => Of(workload, tenant.Workload, tenant.Port, tenant.Environment));

    /// <summary>What an agent runs; the tenant's variables win over the workload's.</summary>
    internal static WorkloadSpec Of(WorkloadConfig workload, string name, int port, IReadOnlyDictionary<string, string> variables)
    {
        var environment = new Dictionary<string, string>(workload.Environment);
        foreach (var (key, value) in variables) environment[key] = value;
        return new WorkloadSpec { Name = name, Command = workload.Command, User = workload.User, Port = port, Environment = environment };
    }
}
