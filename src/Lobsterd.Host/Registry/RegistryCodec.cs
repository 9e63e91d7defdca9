using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Domain.Rates;
using Lobsterd.Domain.Registry;
using Lobsterd.Domain.Schedules;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Registry;

/// <summary>Turns the registry into bytes and back. Pure but for a cache: a tenant that did not change is not rendered again, so a change
/// costs one tenant's rendering however many there are.</summary>
internal sealed class RegistryCodec
{
    private readonly ConditionalWeakTable<Tenant, byte[]> rendered = [];

    internal ReadOnlyMemory<byte> Write(RegistrySnapshot snapshot) => Write(snapshot, new ArrayBufferWriter<byte>());

    /// <summary>Writes into a page that is used again and again: at hundreds of tenants a fresh one for each change is most of what a service allocates.</summary>
    /// <param name="snapshot">What to write.</param>
    /// <param name="buffer">Overwritten from its start; grows as it must.</param>
    internal ReadOnlyMemory<byte> Write(RegistrySnapshot snapshot, ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        Append(buffer, string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {
              "schema": {{RegistrySnapshot.CurrentSchema}},
              "generation": {{snapshot.Generation}},
              "nextSlot": {{snapshot.NextSlot}},
              "freed": [
            """));
        AppendLines(buffer, snapshot.Freed.Select(freed =>
            JsonSerializer.SerializeToUtf8Bytes(new StoredFreedSlot(freed.Slot.Number, freed.FreedAt), RegistryJson.Default.StoredFreedSlot)));
        Append(buffer, "],\n  \"tenants\": [");
        AppendLines(buffer, snapshot.Tenants.Values.Select(Render));
        Append(buffer, "]\n}\n");
        return buffer.WrittenMemory;
    }

    /// <summary>Reads a document of any schema that ever was.</summary>
    /// <error code="registry.load.damaged">It is no such document.</error>
    /// <error code="registry.load.newer">A newer lobsterd wrote it.</error>
    /// <error code="registry.load.inconsistent">It contradicts itself.</error>
    internal static Result<RegistrySnapshot, LobsterError> Read(ReadOnlyMemory<byte> document)
    {
        try
        {
            if (SchemaOf(document) is not { } schema) return Damaged("it has no schema version");
            if (schema > RegistrySnapshot.CurrentSchema)
            {
                return new LobsterError(
                    RegistryErrors.FromTheFuture,
                    $"the registry has schema {schema}, this lobsterd knows {RegistrySnapshot.CurrentSchema}",
                    "install the newer lobsterd again; the file was not touched");
            }

            if (schema < 1) return Damaged($"schema {schema} never was");
            if (RegistryMigrations.Forward(document, schema).TryGetError(out var misshapen, out var current)) return misshapen;
            var stored = JsonSerializer.Deserialize(current.Span, RegistryJson.Default.StoredRegistry);
            return stored is null ? Damaged("it is null") : ToSnapshot(stored);
        }
        catch (JsonException exception)
        {
            return Damaged(exception.Message);
        }
    }

    /// <summary>The schema that a document says it has; null when it says none.</summary>
    internal static int? SchemaOf(ReadOnlyMemory<byte> document)
    {
        using var json = JsonDocument.Parse(document, new JsonDocumentOptions { MaxDepth = 16 });
        return json.RootElement.ValueKind == JsonValueKind.Object
            && json.RootElement.TryGetProperty("schema", out var schema)
            && schema.ValueKind == JsonValueKind.Number
            && schema.TryGetInt32(out var number)
                ? number
                : null;
    }

    private static Result<RegistrySnapshot, LobsterError> ToSnapshot(StoredRegistry stored)
    {
        var tenants = ImmutableSortedDictionary.CreateBuilder<TenantName, Tenant>();
        var slots = new HashSet<int>();
        var ids = new HashSet<Guid>();
        foreach (var entry in stored.Tenants)
        {
            if (ToTenant(entry).TryGetError(out var error, out var tenant)) return error;
            if (!slots.Add(entry.Slot)) return Inconsistent($"slot {entry.Slot} is held twice");
            if (!ids.Add(entry.Id)) return Inconsistent($"id {entry.Id} is there twice");
            if (!tenants.TryAdd(tenant.Name, tenant)) return Inconsistent($"tenant {tenant.Name} is there twice");
        }

        foreach (var freed in stored.Freed)
            if (!slots.Add(freed.Slot)) return Inconsistent($"slot {freed.Slot} is freed twice, or freed and held");
        if (slots.Any(slot => slot < 0 || slot >= stored.NextSlot)) return Inconsistent($"a slot is outside 0 to {stored.NextSlot - 1}");
        if (stored.Generation < 0 || stored.NextSlot is < 0 or > MostSlots) return Inconsistent("generation or nextSlot is out of range");

        return new RegistrySnapshot
        {
            Generation = stored.Generation,
            NextSlot = stored.NextSlot,
            Freed = [.. stored.Freed.Select(freed => new FreedSlot(new Slot(freed.Slot), freed.FreedAt))],
            Tenants = tenants.ToImmutable(),
        };
    }

    // The pool's bound: a /16 cut into /30s.
    private const int MostSlots = 16_384;

    private static Result<Tenant, LobsterError> ToTenant(StoredTenant stored)
    {
        if (TenantName.Parse(stored.Name).TryGetError(out var badName, out var name)) return Inconsistent(badName.Message);
        if (!StateNames.TryParse<DesiredState>(stored.Desired, out var desired)) return Inconsistent($"{name}: desired '{stored.Desired}' is no state");
        if (!StateNames.TryParse<ObservedState>(stored.Observed, out var observed)) return Inconsistent($"{name}: observed '{stored.Observed}' is no state");
        if (!StateNames.TryParse<TenantMode>(stored.Mode, out var mode)) return Inconsistent($"{name}: mode '{stored.Mode}' is no mode");
        if (stored.Vcpus < 1 || stored.MemoryMib < 1 || stored.DiskBytes < 1 || stored.Port is < 1 or > 65_535)
            return Inconsistent($"{name}: a size or the port is out of range");
        if (EgressPolicy.Parse(stored.Egress).TryGetError(out var badEgress, out var egress)) return Inconsistent($"{name}: {badEgress.Message}");
        if (RateLimits.Read(stored.Rates?.Rx, stored.Rates?.Tx, stored.Rates?.Disk).TryGetError(out var badRate, out var rates)) return Inconsistent($"{name}: {badRate.Message}");

        if (TenantLabels.Of(stored.Labels).TryGetError(out var badLabel, out var labels)) return Inconsistent($"{name}: {badLabel.Message}");
        if (ProofOf(stored.Proof).TryGetError(out var badProof, out var proof)) return Inconsistent($"{name}: {badProof.Message}");
        if (stored.Snaps is { Every: not (null or { Length: > 0 and <= ScheduleText.Longest }) } or { Keep: not (null or (>= 1 and <= SnapRule.MostKept)) })
            return Inconsistent($"{name}: its rule for snaps is out of range");
        if (stored.IdleAfterMs is < 1) return Inconsistent($"{name}: the time until sleep is out of range");

        return new Tenant
        {
            Id = stored.Id,
            Name = name,
            Slot = new Slot(stored.Slot),
            Desired = desired,
            Observed = observed,
            Reason = stored.Reason,
            Mode = mode,
            Size = new VmSize(stored.Vcpus, stored.MemoryMib),
            DiskBytes = stored.DiskBytes,
            Image = stored.Image,
            ImageName = stored.ImageName,
            Hypervisor = new HypervisorName(stored.Hypervisor),
            Workload = stored.Workload,
            Port = stored.Port,
            Publish = [.. stored.Publish.Select(port => new PublishedPort(port.HostPort, port.GuestPort))],
            Egress = egress,
            Rates = rates,
            Labels = labels,
            IdleAfterMs = stored.IdleAfterMs,
            Snaps = stored.Snaps is { } snaps ? new SnapRule(snaps.Every, snaps.Keep) : SnapRule.None,
            Environment = stored.Environment,
            AgentToken = stored.AgentToken,
            GatewayToken = stored.GatewayToken,
            CreatedAt = stored.CreatedAt,
            Maintenance = WordOf(stored.Maintenance),
            Hold = WordOf(stored.Hold),
            Due = stored.Due is { } due ? new ScheduleDue(due.At, due.Id) : null,
            Proof = proof,
            Vm = stored.Vm is { } vm ? new VmProcess(vm.Pid, vm.StartTicks, vm.BootId, vm.Version) : null,
        };
    }

    private static OperatorWord? WordOf(StoredWord? stored) => stored is null ? null : new(stored.Until, stored.Why);

    private static StoredWord? Stored(OperatorWord? word) => word is null ? null : new(word.Until, word.Why);

    private static Result<SleepProof?, LobsterError> ProofOf(StoredProof? stored)
    {
        if (stored is null) return (SleepProof?)null;
        return StateNames.TryParse<ProofOutcome>(stored.Outcome, out var outcome)
            ? new SleepProof(stored.At, outcome, stored.Why)
            : Inconsistent($"'{stored.Outcome}' is no outcome of a trial");
    }

    private byte[] Render(Tenant tenant) => rendered.GetValue(tenant, static changed => JsonSerializer.SerializeToUtf8Bytes(
        new StoredTenant
        {
            Id = changed.Id,
            Name = changed.Name.Value,
            Slot = changed.Slot.Number,
            Desired = StateNames.Of(changed.Desired),
            Observed = StateNames.Of(changed.Observed),
            Reason = changed.Reason,
            Mode = StateNames.Of(changed.Mode),
            Vcpus = changed.Size.Vcpus,
            MemoryMib = changed.Size.MemoryMib,
            DiskBytes = changed.DiskBytes,
            Image = changed.Image,
            ImageName = changed.ImageName,
            Hypervisor = changed.Hypervisor.Value,
            Workload = changed.Workload,
            Port = changed.Port,
            Publish = [.. changed.Publish.Select(port => new StoredPort(port.HostPort, port.GuestPort))],
            Egress = changed.Egress.ToString(),
            Rates = changed.Rates is { } rates ? new StoredRates(rates.Receive?.ToString(), rates.Send?.ToString(), rates.Disk?.ToString()) : null,
            Labels = changed.Labels,
            IdleAfterMs = changed.IdleAfterMs,
            Snaps = changed.Snaps == SnapRule.None ? null : new StoredSnapRule { Every = changed.Snaps.Every, Keep = changed.Snaps.Keep },
            Environment = changed.Environment,
            AgentToken = changed.AgentToken,
            GatewayToken = changed.GatewayToken,
            CreatedAt = changed.CreatedAt,
            Maintenance = Stored(changed.Maintenance),
            Hold = Stored(changed.Hold),
            Due = changed.Due is { } due ? new StoredDue(due.At, due.Id) : null,
            Proof = changed.Proof is { } proof ? new StoredProof { At = proof.At, Outcome = StateNames.Of(proof.Outcome), Why = proof.Why } : null,
            Vm = changed.Vm is { } vm ? new StoredVm(vm.Pid, vm.StartTicks, vm.BootId, vm.Version) : null,
        },
        RegistryJson.Default.StoredTenant));

    private static void AppendLines(ArrayBufferWriter<byte> buffer, IEnumerable<byte[]> items)
    {
        var isFirst = true;
        foreach (var item in items)
        {
            Append(buffer, isFirst ? "\n    " : ",\n    ");
            buffer.Write(item);
            isFirst = false;
        }

        if (!isFirst) Append(buffer, "\n  ");
    }

    private static void Append(ArrayBufferWriter<byte> buffer, string text) => buffer.Write(Encoding.UTF8.GetBytes(text));

    internal static LobsterError Damaged(string why) => new(RegistryErrors.Damaged, $"the registry cannot be read: {why}");

    private static LobsterError Inconsistent(string why) => new(RegistryErrors.Inconsistent, $"the registry contradicts itself: {why}");
}
