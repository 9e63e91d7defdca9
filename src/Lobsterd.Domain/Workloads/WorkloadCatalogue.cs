using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Workloads;

/// <summary>The workloads that tenants can ask for: the configured ones, and those that are there without any configuration.</summary>
public sealed class WorkloadCatalogue(LobsterdConfig config)
{
    /// <summary>The demo gateway.</summary>
    public const string Gateway = "gateway";

    /// <summary>The assistant's gateway.</summary>
    public const string OpenClaw = "openclaw";

    private const string TokenMark = "{gatewayToken}";
    private const string PortMark = "{port}";

    /// <summary>Every name, sorted.</summary>
    public IReadOnlyList<string> Names { get; } = [.. config.Workloads.Keys.Append(Gateway).Append(OpenClaw).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>A workload's definition; a configured one goes before a built-in one of the same name.</summary>
    /// <error code="workload.name.unknown">There is none of that name.</error>
    public Result<WorkloadConfig, LobsterError> Find(string name)
    {
        if (config.Workloads.TryGetValue(name, out var configured)) return configured;
        return name switch
        {
            Gateway => new WorkloadConfig { InTemplate = WorkloadConfig.Loaded },
            OpenClaw => OpenClawWorkload.Of(config.Providers),
            _ => new LobsterError(WorkloadErrors.Unknown, $"there is no workload named '{PlainText.Of(name, 64)}'", $"known workloads: {string.Join(", ", Names)}"),
        };
    }

    /// <summary>What a tenant's agent shall run, by the configuration as it is now.</summary>
    /// <error code="workload.name.unknown">The configuration knows its workload no more.</error>
    public Result<WorkloadSpec, LobsterError> SpecOf(Tenant tenant) =>
        Find(tenant.Workload).Map(workload => SpecOf(tenant.Workload, workload, tenant.Port, tenant.GatewayToken, tenant.Environment));

    /// <summary>How long a tenant's workload may take until it serves; null: as long as any. One whose definition is gone has no bound of its own.</summary>
    public TimeSpan? ReadyWithin(Tenant tenant) =>
        Find(tenant.Workload).TryGetValue(out var workload) && workload.ReadyTimeoutMs is { } bound ? TimeSpan.FromMilliseconds(bound) : null;

    /// <summary>What of a workload waits in templates; null: nothing.</summary>
    /// <remarks>By the definition's own port: a template for every port that a tenant may choose would be made for one tenant each.</remarks>
    public static PreparedWorkload? PreparedOf(string name, WorkloadConfig workload) => workload.InTemplate == WorkloadConfig.Loaded
        ? PreparedWorkload.Of(SpecOf(name, workload, workload.Port, "", new Dictionary<string, string>()))
        : null;

    /// <summary>A workload as a tenant's agent shall run it.</summary>
    /// <param name="name">The workload's name.</param>
    /// <param name="workload">Its definition.</param>
    /// <param name="port">The port that the tenant's guest serves.</param>
    /// <param name="gatewayToken">The token that it asks of its users; it reaches the environment alone, never an argument or a file.</param>
    /// <param name="environment">The tenant's own variables, over the definition's.</param>
    public static WorkloadSpec SpecOf(string name, WorkloadConfig workload, int port, string gatewayToken, IReadOnlyDictionary<string, string> environment)
    {
        var number = port.ToString(CultureInfo.InvariantCulture);
        var variables = workload.Environment.ToDictionary(
            pair => pair.Key, pair => Ported(pair.Value).Replace(TokenMark, gatewayToken, StringComparison.Ordinal));
        foreach (var (key, value) in environment) variables[key] = value;
        return new WorkloadSpec
        {
            Name = name,
            Command = [.. workload.Command.Select(Ported)],
            User = workload.User,
            Port = port,
            HealthPath = workload.HealthPath,
            Environment = variables,
            Files = [.. workload.Files.Select(file => new WorkloadFile(file.Key, Convert.ToInt32(file.Value.Mode, 8), Ported(file.Value.Content)))],
        };

        string Ported(string text) => text.Replace(PortMark, number, StringComparison.Ordinal);
    }
}
