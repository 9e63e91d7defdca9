using System.Security.Cryptography;
using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Domain.Templates;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Templates;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>Checks a spawn request whole and fills in what it leaves open. Changes nothing.</summary>
public sealed class SpawnPlanner(
    LobsterdConfig config, HypervisorSet hypervisors, IImages images, ITenantNetwork network, TemplateBook templates, TimeProvider clock)
{
    private const int MostVariables = 256;
    private const int MostEnvironmentBytes = 64 << 10;
    private const int MostPublished = 32;

    /// <summary>Makes a plan of a request.</summary>
    /// <error code="tenant.name.invalid">The name breaks the rule.</error>
    /// <error code="tenant.spec.invalid">A value is out of range; the message names every one that is.</error>
    /// <error code="network.egress.invalid">The egress policy breaks its rule.</error>
    /// <error code="network.egress.names-unsupported">The firewall here knows addresses alone.</error>
    /// <error code="image.name.unknown">There is no such image.</error>
    /// <error code="vm.hypervisor.missing">This host can run no VM.</error>
    public async Task<Result<SpawnPlan, LobsterError>> PlanAsync(SpawnRequest request, CancellationToken cancellationToken)
    {
        if (TenantName.Parse(request.Name).TryGetError(out var badName, out var name)) return badName;
        if (name == TemplateBuilder.Name) return new LobsterError(TenantErrors.NameInvalid, $"'{name}' is a name of lobsterd's own", "choose another name");
        if (EgressPolicy.Parse(request.Egress ?? "open").Check(network.CheckEgress).TryGetError(out var badEgress, out var egress)) return badEgress;
        if (hypervisors.Facts.TryGetError(out var none, out var facts)) return none;
        if ((await images.FindAsync(request.Image ?? config.Images.Default, cancellationToken)).TryGetError(out var noImage, out var image)) return noImage;

        var workloadName = request.Workload ?? image.Workload ?? GatewayWorkload;
        if (WorkloadChoice.Find(config, workloadName).TryGetError(out var noWorkload, out var workload)) return noWorkload;

        var port = request.Port ?? (request.Workload is null ? image.Port : null) ?? workload.Port;
        var size = new VmSize(request.Vcpus ?? hypervisors.DefaultSize.Vcpus, request.MemoryMib ?? hypervisors.DefaultSize.MemoryMib);
        var disk = request.DiskBytes ?? config.Overlay.SizeBytes;
        var faults = FaultsOf(request, size, disk, port).ToList();
        if (faults.Count > 0) return new LobsterError(TenantErrors.SpecInvalid, string.Join("; ", faults));

        return new SpawnPlan(
            new Tenant
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                Name = name,
                Slot = default,
                Desired = DesiredState.Running,
                Observed = ObservedState.Spawning,
                Size = size,
                DiskBytes = disk,
                Image = image.Hash,
                ImageName = image.Name,
                Hypervisor = facts.Name,
                Workload = workloadName,
                Port = port,
                Publish = [.. request.Publish],
                Egress = egress,
                Environment = request.Environment,
                AgentToken = NewToken(),
                GatewayToken = NewToken(),
                CreatedAt = clock.GetUtcNow(),
            },
            WorkloadChoice.Of(workload, workloadName, port, request.Environment))
        {
            Template = await templates.ChooseAsync(facts, image, size, disk, cancellationToken),
        };
    }

    /// <summary>The workload that is there without any configuration.</summary>
    public const string GatewayWorkload = "gateway";

    private static IEnumerable<string> FaultsOf(SpawnRequest request, VmSize size, long disk, int port)
    {
        foreach (var fault in TenantLimits.FaultsOf(size, disk)) yield return fault;
        if (!IsGuestPort(port)) yield return $"port is {port}, must be 1 to 65535, but not the agent's {ControlAddress.ControlPort} and {ControlAddress.HealthPort}";

        if (request.Publish.Count > MostPublished) yield return $"{request.Publish.Count} ports are published, at most {MostPublished} may be";
        foreach (var published in request.Publish)
            if (published.HostPort is < 1 or > 65_535 || !IsGuestPort(published.GuestPort))
                yield return $"publish {published.HostPort}:{published.GuestPort} is not a pair of TCP ports";
        if (request.Publish.DistinctBy(published => published.HostPort).Count() != request.Publish.Count) yield return "a host port is published twice";

        if (request.Environment.Count > MostVariables) yield return $"{request.Environment.Count} variables are given, at most {MostVariables} may be";
        if (request.Environment.Sum(pair => Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value)) > MostEnvironmentBytes)
            yield return $"the environment is larger than {MostEnvironmentBytes} bytes";
        foreach (var (key, value) in request.Environment)
            if (!IsVariable(key) || value.Contains('\0', StringComparison.Ordinal))
                yield return "a variable's name is not of letters, digits and underscores, or its value holds a zero byte";
    }

    private static bool IsGuestPort(int port) => port is >= 1 and <= 65_535 and not ControlAddress.ControlPort and not ControlAddress.HealthPort;

    private static bool IsVariable(string name) =>
        name.Length is > 0 and <= 256 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    // 256 bits; hexadecimal, so that it needs no quoting anywhere.
    private static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
