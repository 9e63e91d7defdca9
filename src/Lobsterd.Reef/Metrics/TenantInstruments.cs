using System.Diagnostics.Metrics;
using Lobsterd.Domain.Storage;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Usage;
using Lobsterd.Engine.Usage;

namespace Lobsterd.Reef.Metrics;

/// <summary>The figures of the host and of every tenant, as they were when they were last read: whoever collects them reads them first.</summary>
public sealed class TenantInstruments
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Lobsterd.Tenants";

    // Room for the series of an instrument is taken at once, and each costs some hundred bytes. Tenants beyond are one series, which says so.
    private const int MostTenants = 4_096;
    private const int MostStates = 64;
    private const string NetworkName = "lobsterd.tenant.network.io";
    private const string PerTenant = "lobsterd.tenant.";

    private readonly TenantMeter tenants;
    private readonly IHostCapacity host;
    private IReadOnlyList<TenantUsage> usages = [];
    private HostCapacity? capacity;

    /// <summary>Makes them.</summary>
    /// <param name="meters">Makes the meter, and ends it with the service.</param>
    /// <param name="tenants">Measures the tenants.</param>
    /// <param name="host">Measures the host.</param>
    public TenantInstruments(IMeterFactory meters, TenantMeter tenants, IHostCapacity host)
    {
        (this.tenants, this.host) = (tenants, host);
        var meter = meters.Create(Name);
        _ = meter.CreateObservableGauge("lobsterd.tenants", CountStates, "{tenant}", "Tenants by state.");
        _ = meter.CreateObservableGauge("lobsterd.host.memory.available", () => OfHost(read => read.AvailableMemoryBytes), "By", "Memory of the host that new VMs could have.");
        _ = meter.CreateObservableGauge("lobsterd.host.disk.free", () => OfHost(read => read.FreeDiskBytes), "By", "Free bytes of the file system of all data.");
        _ = meter.CreateObservableGauge("lobsterd.host.disk.size", () => OfHost(read => read.TotalDiskBytes), "By", "Size of the file system of all data.");
        _ = meter.CreateObservableCounter("lobsterd.tenant.cpu.time", () => OfEach(usage => usage.Vm?.CpuTime.TotalSeconds), "s", "CPU time that a tenant's VMM has used.");
        _ = meter.CreateObservableGauge("lobsterd.tenant.memory.usage", () => OfEach(usage => usage.Vm?.ResidentBytes), "By", "Resident memory of a tenant's VMM, shared pages included.");
        _ = meter.CreateObservableGauge("lobsterd.tenant.disk.usage", () => OfEach(usage => usage.DiskBytes), "By", "Bytes that a tenant's disk takes on the host.");
        _ = meter.CreateObservableCounter(NetworkName, Network, "By", "Bytes that passed a tenant's TAP, as its guest sees it.");
        _ = meter.CreateObservableCounter("lobsterd.tenant.requests", () => OfEach(usage => usage.Front?.Requests), "{request}", "HTTP requests that the edge let in to a tenant.");
    }

    /// <summary>Most series that an instrument may have.</summary>
    /// <param name="instrument">Its name.</param>
    internal static int MostSeriesOf(string instrument) => instrument switch
    {
        NetworkName => 2 * MostTenants,
        _ when instrument.StartsWith(PerTenant, StringComparison.Ordinal) => MostTenants,
        _ => MostStates,
    };

    /// <summary>Reads what the next collection tells.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref usages, await tenants.ReadAllAsync(cancellationToken));
        Volatile.Write(ref capacity, host.Read() is { IsSuccess: true } read ? read.Value : null);
    }

    private static KeyValuePair<string, object?> NameOf(TenantUsage usage) => new("lobsterd.tenant", usage.Tenant.Name.Value);

    private IEnumerable<Measurement<long>> CountStates() => Volatile.Read(ref usages)
        .GroupBy(usage => usage.Tenant.Observed)
        .Select(state => new Measurement<long>(state.Count(), new KeyValuePair<string, object?>("lobsterd.state", StateNames.Of(state.Key))));

    private IEnumerable<Measurement<long>> OfHost(Func<HostCapacity, long> figure) =>
        Volatile.Read(ref capacity) is { } read ? [new Measurement<long>(figure(read))] : [];

    private IEnumerable<Measurement<T>> OfEach<T>(Func<TenantUsage, T?> figure)
        where T : struct => Volatile.Read(ref usages)
            .Select(usage => (Usage: usage, Figure: figure(usage)))
            .Where(read => read.Figure is not null)
            .Select(read => new Measurement<T>(read.Figure!.Value, NameOf(read.Usage)));

    private IEnumerable<Measurement<long>> Network() => Volatile.Read(ref usages)
        .Where(usage => usage.Guest is not null)
        .SelectMany(usage => (Measurement<long>[])[
            new(usage.Guest!.ReceivedBytes, NameOf(usage), new("network.io.direction", "receive")),
            new(usage.Guest.SentBytes, NameOf(usage), new("network.io.direction", "transmit")),
        ]);
}
