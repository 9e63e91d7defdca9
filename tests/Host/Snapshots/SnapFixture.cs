using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Snapshots;
using Lobsterd.Tests.Host.Storage;
using Xunit;

namespace Lobsterd.Tests.Host.Snapshots;

/// <summary>A tenant's disk and the snaps of it, under a root of a test's choice.</summary>
internal sealed class SnapFixture : IDisposable
{
    private readonly StorageFixture storage;

    private SnapFixture(StorageFixture storage, Tenant tenant)
    {
        this.storage = storage;
        Tenant = tenant;
        Store = new SnapStore(storage.Paths);
    }

    public StorageFixture Storage => storage;

    public SnapStore Store { get; }

    public Tenant Tenant { get; }

    public string Disk => storage.Paths.OverlayOf(Tenant.Name);

    public string Folder => storage.Paths.Snaps;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<SnapFixture> MakeAsync(string root)
    {
        var storage = new StorageFixture(root);
        var owner = StorageFixture.Owner("alice", 3);
        Assert.True((await storage.EnsureAsync(owner)).IsSuccess);
        return new SnapFixture(storage, new Tenant
        {
            Id = owner.Id,
            Name = owner.Name,
            Slot = owner.Slot,
            Desired = DesiredState.Running,
            Observed = ObservedState.Running,
            Size = new VmSize(1, 64),
            DiskBytes = StorageFixture.Size,
            Image = new string('a', 64),
            ImageName = "minimal",
            Hypervisor = HypervisorName.Qemu,
            Workload = "gateway",
            Port = 9000,
            Egress = EgressPolicy.Open,
            AgentToken = "a",
            GatewayToken = "g",
            CreatedAt = DateTimeOffset.UnixEpoch,
        });
    }

    public Snap Draft(string? label = null) =>
        Snap.Of(Tenant, SnapId.Of(Guid.NewGuid()), SnapCause.Request, label, DateTimeOffset.UnixEpoch.AddDays(20_000), "1.0");

    /// <summary>Takes one; the disk is written to between its two halves.</summary>
    public async Task<Snap> TakeAsync(Action? meanwhile = null, string? label = null)
    {
        var draft = Draft(label);
        Assert.True((await Store.PrepareAsync(draft, Token)).IsSuccess);
        meanwhile?.Invoke();
        Assert.True((await Store.CopyAsync(draft, Token)).IsSuccess);
        return (await Store.SealAsync(draft, Token)).Value;
    }

    /// <summary>Writes bytes into the disk, as a guest would.</summary>
    public void Write(long offset, params byte[] bytes)
    {
        using var disk = File.OpenHandle(Disk, FileMode.Open, FileAccess.Write);
        RandomAccess.Write(disk, bytes, offset);
    }

    public void Dispose() => storage.Dispose();
}
