using System.Security.Cryptography;
using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Domain.Rates;
using Lobsterd.Domain.Secrets;
using Lobsterd.Domain.Templates;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Workloads;
using Lobsterd.Engine.Commands.Snap;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Templates;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>Checks a spawn request whole and fills in what it leaves open. Changes nothing.</summary>
public sealed class SpawnPlanner(
    LobsterdConfig config, HypervisorSet hypervisors, IImages images, ITenantNetwork network, TemplateBook templates, SnapFinder snaps, TimeProvider clock)
{
    private const int MostVariables = 256;
    private const int MostEnvironmentBytes = 64 << 10;
    private const int MostPublished = 32;

    private readonly WorkloadCatalogue workloads = new(config);

    /// <summary>Makes a plan of a request.</summary>
    /// <error code="tenant.name.invalid">The name breaks the rule.</error>
    /// <error code="tenant.spec.invalid">A value is out of range; the message names every one that is.</error>
    /// <error code="workload.name.unknown">There is no such workload.</error>
    /// <error code="network.egress.invalid">The egress policy breaks its rule.</error>
    /// <error code="network.egress.names-unsupported">The firewall here knows addresses alone.</error>
    /// <error code="snap.name.unknown">There is no such snap.</error>
    /// <error code="snap.name.invalid">What it shall be made from is not of the form NAME@SNAP.</error>
    /// <error code="secret.value.invalid">A secret's key or value breaks its rule.</error>
    /// <error code="secret.count.exhausted">There are too many secrets, or too long ones.</error>
    /// <error code="image.name.unknown">There is no such image.</error>
    /// <error code="vm.hypervisor.missing">This host can run no VM.</error>
    public async Task<Result<SpawnPlan, LobsterError>> PlanAsync(SpawnRequest request, CancellationToken cancellationToken)
    {
        if (TenantName.Parse(request.Name).TryGetError(out var badName, out var name)) return badName;
        if (name == TemplateBuilder.Name) return new LobsterError(TenantErrors.NameInvalid, $"'{name}' is a name of lobsterd's own", "choose another name");
        if (EgressPolicy.Parse(request.Egress ?? "open").Check(network.CheckEgress).TryGetError(out var badEgress, out var egress)) return badEgress;
        if (!StateNames.TryParse<TenantMode>(request.Mode ?? "manual", out var mode))
            return new LobsterError(TenantErrors.SpecInvalid, $"'{PlainText.Of(request.Mode ?? "", 32)}' is no mode", "a mode is auto, manual or always-on");
        if (hypervisors.Facts.TryGetError(out var none, out var facts)) return none;
        if (FindSnap(request).TryGetError(out var noSnap, out var snap)) return noSnap;
        if ((await images.FindAsync(snap?.Image ?? request.Image ?? config.Images.Default, cancellationToken)).TryGetError(out var noImage, out var image)) return noImage;

        var workloadName = request.Workload ?? snap?.Workload ?? image.Workload ?? WorkloadCatalogue.Gateway;
        if (workloads.Find(workloadName).TryGetError(out var noWorkload, out var workload)) return noWorkload;

        var port = request.Port ?? (request.Workload is null ? snap?.Port ?? image.Port : null) ?? workload.Port;
        var size = new VmSize(request.Vcpus ?? hypervisors.DefaultSize.Vcpus, request.MemoryMib ?? workload.MemoryMib ?? hypervisors.DefaultSize.MemoryMib);
        var disk = snap?.DiskBytes ?? request.DiskBytes ?? config.Overlay.SizeBytes;
        var faults = FaultsOf(request, size, disk, port).ToList();
        if (TenantLabels.Of(request.Labels).TryGetError(out var badLabel, out var labels)) faults.Add(badLabel.Message);
        if (RateLimits.Read(request.Rx ?? config.Rates.Rx, request.Tx ?? config.Rates.Tx, request.DiskRate ?? config.Rates.Disk).TryGetError(out var badRate, out var rates))
            faults.Add(badRate.Message);
        if (faults.Count > 0) return new LobsterError(TenantErrors.SpecInvalid, string.Join("; ", faults));
        if (SecretRules.Check(name.Value, request.Secrets).TryGetError(out var badSecret)) return badSecret;

        var gatewayToken = NewToken();
        var spec = WorkloadCatalogue.SpecOf(workloadName, workload, port, gatewayToken, request.Environment);
        // Another port may be another command line; what waits for the usual one is then of no use.
        var waiting = WorkloadCatalogue.PreparedOf(workloadName, workload) is { } prepared && prepared.Equals(PreparedWorkload.Of(spec)) ? prepared : null;
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
                Rates = rates,
                Mode = mode,
                Labels = labels!,
                Environment = request.Environment,
                AgentToken = NewToken(),
                GatewayToken = gatewayToken,
                CreatedAt = clock.GetUtcNow(),
            },
            spec)
        {
            // A template has memory of its own disk, and of no other.
            Template = snap is null ? await templates.ChooseAsync(facts, image, size, disk, waiting, cancellationToken) : null,
            Origin = snap is null ? null : snaps.DiskOf(snap),
            SecretCount = request.Secrets.Count,
        };
    }

    private Result<Domain.Snapshots.Snap?, LobsterError> FindSnap(SpawnRequest request)
    {
        if (request.From is not { } from) return (Domain.Snapshots.Snap?)null;
        if (SnapFinder.Parse(from).Bind(named => snaps.FindWhole(named.Name, named.Snap)).TryGetError(out var error, out var snap)) return error;
        if (request.Image is not null) return new LobsterError(TenantErrors.SpecInvalid, "from and image exclude each other: a snap's disk lies over its own image");
        return request.DiskBytes is { } disk && disk != snap.DiskBytes
            ? new LobsterError(TenantErrors.SpecInvalid, $"disk is {disk} bytes, the snap has {snap.DiskBytes}", "leave it out")
            : snap;
    }

    /// <summary>What the agent of a tenant that is there runs, by the configuration as it is now.</summary>
    /// <error code="workload.name.unknown">The configuration knows its workload no more.</error>
    public Result<WorkloadSpec, LobsterError> SpecOf(Tenant tenant) => workloads.SpecOf(tenant);

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
