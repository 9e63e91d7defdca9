using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Setup;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Settings;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Reef.Tenants;

/// <summary>Turns tenants into what the API shows of them.</summary>
public sealed class TenantMapping(LobsterdConfig config, NetworkPlan network, IHostLimits limits)
{
    /// <summary>A tenant without its secrets.</summary>
    public TenantBody ToBody(Tenant tenant) => new()
    {
        Id = tenant.Id,
        Name = tenant.Name.Value,
        State = StateNames.Of(tenant.Observed),
        Desired = StateNames.Of(tenant.Desired),
        Reason = tenant.Reason,
        Maintenance = ToBody(tenant.Maintenance),
        Hold = ToBody(tenant.Hold),
        Mode = StateNames.Of(tenant.Mode),
        IdleAfterMs = tenant.IdleAfterMs,
        SnapEvery = tenant.Snaps.Every,
        SnapKeep = tenant.Snaps.Keep,
        Labels = tenant.Labels,
        Url = TenantUrl.Of(tenant.Name, config),
        Ip = network.GuestAddressOf(tenant.Slot).ToString(),
        Tap = NetworkPlan.TapOf(tenant.Slot),
        Slot = tenant.Slot.Number,
        Pid = tenant.Vm?.Pid,
        Hypervisor = tenant.Hypervisor.Value,
        Image = tenant.ImageName,
        ImageHash = tenant.Image,
        Vcpus = tenant.Size.Vcpus,
        MemoryMib = tenant.Size.MemoryMib,
        DiskBytes = tenant.DiskBytes,
        Workload = tenant.Workload,
        Port = tenant.Port,
        Publish = [.. tenant.Publish.Select(port => new PublishBody(port.HostPort, port.GuestPort))],
        Egress = tenant.Egress.ToString(),
        Rx = tenant.Rates?.Receive?.ToString(),
        Tx = tenant.Rates?.Send?.ToString(),
        DiskRate = tenant.Rates?.Disk?.ToString(),
        UnlimitedIn = limits.Missing,
        Proof = ToProof(tenant),
        CreatedAt = tenant.CreatedAt,
    };

    private static WordBody? ToBody(OperatorWord? word) => word is null ? null : new(word.Until, word.Why);

    /// <summary>What is known of what a tenant sleeps as; null where there is nothing to tell.</summary>
    public static ProofBody? ToProof(Tenant tenant) =>
        tenant is { Observed: ObservedState.Suspended, Proof: { } proof } ? new ProofBody(proof.At, StateNames.Of(proof.Outcome), proof.ToString()) : null;

    /// <summary>A change as the engine takes it.</summary>
    /// <error code="tenant.spec.invalid">A list holds a null, which the reader of JSON lets through.</error>
    public static Result<SettingsChange, LobsterError> ToChange(TenantPatchBody body)
    {
        if (HoldsNull(body.Labels)) return new LobsterError(TenantErrors.SpecInvalid, "labels hold a null");
        if (body.Unlabel?.Any(key => key is null) is true) return new LobsterError(TenantErrors.SpecInvalid, "unlabel holds a null");
        return new SettingsChange
        {
            Vcpus = body.Vcpus,
            MemoryMib = body.MemoryMib,
            Mode = body.Mode,
            IdleAfterMs = body.IdleAfterMs,
            SnapEvery = body.SnapEvery,
            SnapKeep = body.SnapKeep,
            Labels = body.Labels ?? TenantLabels.None,
            Unlabelled = body.Unlabel ?? [],
            MayRestart = body.Restart,
        };
    }

    /// <summary>A spawn request as the engine takes it.</summary>
    /// <error code="tenant.spec.invalid">A list or the environment holds a null, which the reader of JSON lets through.</error>
    public static Result<SpawnRequest, LobsterError> ToRequest(SpawnBody body)
    {
        if (HoldsNull(body.Labels)) return new LobsterError(TenantErrors.SpecInvalid, "labels hold a null");
        if (body.Publish?.Any(port => port is null) is true) return new LobsterError(TenantErrors.SpecInvalid, "publish holds a null");
        if (HoldsNull(body.Environment)) return new LobsterError(TenantErrors.SpecInvalid, "the environment holds a null");
        if (HoldsNull(body.Secrets)) return new LobsterError(TenantErrors.SpecInvalid, "secrets hold a null");
        return new SpawnRequest
        {
            Name = body.Name,
            Image = body.Image,
            From = body.From,
            Vcpus = body.Vcpus,
            MemoryMib = body.MemoryMib,
            DiskBytes = body.DiskBytes,
            Port = body.Port,
            Publish = [.. (body.Publish ?? []).Select(port => new PublishedPort(port.HostPort, port.GuestPort))],
            Egress = body.Egress,
            Rx = body.Rx,
            Tx = body.Tx,
            DiskRate = body.DiskRate,
            Mode = body.Mode,
            Labels = body.Labels ?? TenantLabels.None,
            Environment = body.Environment ?? new Dictionary<string, string>(),
            Secrets = body.Secrets ?? new Dictionary<string, string>(),
            Workload = body.Workload,
        };
    }

    /// <summary>The token of a tenant's workload.</summary>
    public TokenBody ToToken(Tenant tenant) => new(tenant.Name.Value, tenant.GatewayToken, TenantUrl.Of(tenant.Name, config));

    private static bool HoldsNull(IReadOnlyDictionary<string, string>? values) => values?.Values.Any(value => value is null) is true;
}
