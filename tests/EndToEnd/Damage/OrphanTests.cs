using Lobsterd.Domain.Network;
using Lobsterd.Host.Edge;
using Lobsterd.Host.Network;
using Lobsterd.Linux.Cgroups;
using Lobsterd.Linux.Mounts;
using Lobsterd.Linux.Processes;
using Lobsterd.Protocol.Edge;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Damage;

/// <summary>What belongs to no tenant is found and removed, each kind by its own means; a disk is found and stays.</summary>
public sealed class OrphanTests(JailedHouse house) : IClassFixture<JailedHouse>
{
    private static readonly string Id = Guid.NewGuid().ToString("N");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private uint User => house.Stand.Paths.Instance.UidOf(DamagedHouse.Nobodys);

    private static string Tap => NetworkPlan.TapOf(DamagedHouse.Nobodys);

    private string GhostFolder => Path.Combine(house.Stand.Paths.Vms, "ghost");

    [Fact]
    public Task a_tap() => ProveAsync("orphan TAP", $"tap {Tap}", () => house.Stand.Network.Run(() => Linux.Tun.Tap.Create(Tap, User).IsSuccess));

    [Fact]
    public Task an_element_of_the_firewall() => ProveAsync("orphan element of the firewall", $"firewall {NftSets.Guests} {Tap}", () =>
        house.Nft($"add element inet lobsterd {NftSets.Guests} {{ \"{Tap}\" . {house.Plan.GuestAddressOf(DamagedHouse.Nobodys)} comment \"ghost {Guid.NewGuid():D}\" }}\n"));

    [Fact]
    public async Task a_vmm()
    {
        ChildProcess? stray = null;
        await ProveAsync("orphan VMM", "process vmm of slot 77", () => stray = Spawner.Start(new SpawnInput
        {
            Program = "/usr/bin/sleep",
            Arguments = ["infinity"],
            NewSession = true,
            Credentials = new Credentials { UserId = User, GroupId = User },
        }).Require());
        _ = await stray!.WaitForExitAsync(Stop);
        stray.Dispose();
    }

    [Fact]
    public Task a_mount() => ProveAsync("orphan mount", "mount run/lobsterd/vm/ghost/root", () =>
    {
        _ = Directory.CreateDirectory(Path.Combine(GhostFolder, "root"));
        Mount.FileSystem("tmpfs", "ghost", Path.Combine(GhostFolder, "root"), MountAttributes.None).Require();
    });

    [Fact]
    public Task a_run_folder() => ProveAsync("orphan run folder", "file run/lobsterd/vm/ghost", () =>
    {
        _ = Directory.CreateDirectory(GhostFolder);
        File.WriteAllText(Path.Combine(GhostFolder, "pid"), "1");
    });

    [Fact]
    public Task a_jail() => ProveAsync("orphan jail", $"file var/lib/lobsterd/jailer/firecracker/77-{Id}", () =>
    {
        var jail = Path.Combine(house.Stand.Paths.Jails, "firecracker", $"77-{Id}");
        _ = Directory.CreateDirectory(Path.Combine(jail, "root", "dev"));
        File.WriteAllBytes(Path.Combine(jail, "owner"), Guid.ParseExact(Id, "N").ToByteArray());
    });

    [Fact]
    public Task a_cgroup() => ProveAsync("orphan cgroup", "cgroup slot-77", () =>
    {
        foreach (var folder in CgroupFolders()) _ = Directory.CreateDirectory(Path.Combine(folder, "slot-77"));
    });

    [Fact]
    public Task a_route() => house.ProveAsync(new Finding("orphan route", null, "orphans", "orphans") { Evidence = "edgeroute ghost" }, async () =>
    {
        await using var edge = (await EdgeConnection.OpenAsync(house.Stand.Paths.EdgeControlSocket, TimeProvider.System, Stop)).Require();
        var entry = new EdgeTableEntry { Tenant = "ghost", Host = "ghost.localhost", Address = "10.66.9.2", Port = 9000, Publish = [] };
        _ = Assert.IsType<EdgeReply.Done>((await edge.AskAsync(new EdgeRequest.Publish(entry), Stop)).Require());
    });

    [Fact]
    public async Task a_disk_is_told_and_left_to_a_person()
    {
        var folder = Path.Combine(house.Stand.Paths.Tenants, "ghost");
        _ = Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "overlay.ext4"), "somebody's work", Stop);

        var report = await house.Stand.Reef.MoltAsync(Stop);

        Assert.False(report.Healthy);
        Assert.Equal(["orphans"], report.Parties[0].Failed);
        var check = Assert.Single(report.Parties[0].Checks, check => check.Status == "failed");
        Assert.Contains("tenants/ghost/overlay.ext4", check.Evidence, StringComparison.Ordinal);
        Assert.Contains("never removed by itself", check.Advice, StringComparison.Ordinal);
        Assert.Equal("somebody's work", await File.ReadAllTextAsync(Path.Combine(folder, "overlay.ext4"), Stop));
        Directory.Delete(folder, recursive: true);
        DamagedHouse.AssertHealthy(await house.Stand.Reef.MoltAsync(Stop));
    }

    private IEnumerable<string> CgroupFolders() =>
        CgroupHierarchies.Find().Require().Select(hierarchy => Path.Combine(hierarchy.Target, house.Stand.Paths.Instance.Name)).Where(Directory.Exists);

    private Task ProveAsync(string what, string evidence, Action damage) => house.ProveAsync(new Finding(what, null, "orphans", "orphans") { Evidence = evidence }, () =>
    {
        damage();
        return Task.CompletedTask;
    });

    private Task ProveAsync(string what, string evidence, Func<bool> damage) => ProveAsync(what, evidence, () => Assert.True(damage()));
}
