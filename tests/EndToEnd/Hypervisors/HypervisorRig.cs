using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Tun;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Hypervisors;

/// <summary>What the contract needs of a driver's surroundings: a root, a guest, tenants with TAP and disk, and one saved VM to restore from.</summary>
public abstract class HypervisorRig : IAsyncLifetime
{
    // One count for all rigs: their TAPs stand side by side in the tests' one network namespace.
    private static int lastSlot;

    private readonly RootFolder scratch = new();

    /// <summary>The size of every VM.</summary>
    public static VmSize Size { get; } = new(1, 128);

    /// <summary>A VM that had counted to <see cref="SavedCount"/> when it was saved.</summary>
    public SnapshotFiles Saved => new(Path.Combine(SavedFolder, "saved.memory"), Path.Combine(SavedFolder, "saved.state"));

    /// <summary>How far the saved VM had counted.</summary>
    public int SavedCount { get; private set; }

    /// <summary>The driver that the tests share.</summary>
    public IHypervisor Driver { get; private set; } = null!;

    internal LobsterdPaths Paths => scratch.Paths;

    internal TinyGuest Guest { get; }

    /// <summary>Where it lies.</summary>
    protected virtual string SavedFolder => scratch.Path;

    private string SavedDisk => scratch["saved.ext4"];

    protected HypervisorRig() => Guest = new TinyGuest(scratch.Path);

    /// <summary>Another driver on the same host, as a service has it that starts after this one.</summary>
    public abstract IHypervisor NewDriver();

    /// <summary>All that a VM has written to its console.</summary>
    public abstract string ConsoleOf(VmOwner owner);

    /// <summary>What is left of a VM on the host, by name; nothing after a kill.</summary>
    public abstract IReadOnlyList<string> LeftOf(VmOwner owner);

    public async ValueTask InitializeAsync()
    {
        _ = Directory.CreateDirectory(Paths.Run);
        _ = Directory.CreateDirectory(SavedFolder);
        await Guest.BuildAsync(TestContext.Current.CancellationToken);
        Driver = NewDriver();

        // One cold boot for all tests: in software it takes seconds.
        await using var origin = NewTenant();
        origin.TakeDisk(Guest.Empty);
        _ = (await Driver.BootAsync(origin.Input, CancellationToken.None)).Value;
        _ = await origin.CountAsync(atLeast: 3);
        Assert.True((await Driver.PauseAsync(origin.Owner, CancellationToken.None)).IsSuccess);
        Assert.True((await Driver.SnapshotAsync(origin.Owner, Saved, CancellationToken.None)).IsSuccess);
        SavedCount = origin.Count;
        File.Copy(origin.Input.OverlayPath, SavedDisk);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (Driver is IAsyncDisposable driver) await driver.DisposeAsync();
        scratch.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A tenant with TAP and a copy of the saved VM's disk; evicted when disposed.</summary>
    public RiggedTenant NewTenant()
    {
        var slot = new Slot(Interlocked.Increment(ref lastSlot));
        var name = TenantName.Parse($"tenant-{slot.Number}").Value;
        Assert.True(Tap.Create(NetworkPlan.TapOf(slot), Paths.Instance.UidOf(slot)).IsSuccess);
        var tenant = new RiggedTenant(this, new VmOwner(Guid.CreateVersion7(), name, slot), scratch[$"{name}.ext4"]);
        if (File.Exists(SavedDisk)) tenant.TakeDisk(SavedDisk);
        return tenant;
    }

    /// <summary>A path of the rig's own.</summary>
    public string this[string name] => scratch[name];
}
