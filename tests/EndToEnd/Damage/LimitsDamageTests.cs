using System.Globalization;
using Lobsterd.Linux.Cgroups;
using Lobsterd.Linux.Processes;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Damage;

/// <summary>A VMM whose limits were lifted, or whose cgroup was taken away, is held to them again, and runs on.</summary>
public sealed class LimitsDamageTests(JailedHouse house) : IClassFixture<JailedHouse>
{
    // What each hierarchy of this host has of these is lifted.
    private static readonly (string File, string Unlimited)[] Limits =
        [("pids.max", "max"), ("memory.max", "max"), ("cpu.max", "max"), ("memory.limit_in_bytes", "-1"), ("cpu.cfs_quota_us", "-1")];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Group => string.Create(CultureInfo.InvariantCulture, $"slot-{house.Alice.Slot}");

    [Fact]
    public Task limits_that_were_lifted_are_set_again() => ProveAsync("cgroup's limits lifted", " is not ", () =>
    {
        var lifted = 0;
        foreach (var folder in Folders())
        {
            foreach (var (file, unlimited) in Limits.Where(limit => File.Exists(Path.Combine(folder, limit.File))))
            {
                File.WriteAllText(Path.Combine(folder, file), unlimited);
                lifted++;
            }
        }

        Assert.True(lifted > 0, "this host has no limits to lift");
    });

    [Fact]
    public Task a_vmm_that_left_its_cgroup_is_put_back() => ProveAsync("VMM moved out of its cgroup", "is not in", () =>
    {
        foreach (var folder in Folders()) MoveOut(folder);
    });

    [Fact]
    public Task a_cgroup_that_was_removed_is_made_again() => ProveAsync("cgroup removed", "is not there", () =>
    {
        foreach (var folder in Folders())
        {
            MoveOut(folder);
            Directory.Delete(folder);
        }
    });

    private List<string> Folders() =>
        [.. CgroupHierarchies.Find().Require().Select(hierarchy => Path.Combine(hierarchy.Target, house.Stand.Paths.Instance.Name, Group)).Where(Directory.Exists)];

    // To the hierarchy's root, where nothing is limited.
    private static void MoveOut(string folder)
    {
        var root = Path.GetFullPath(Path.Combine(folder, "..", "..", "cgroup.procs"));
        while (File.ReadAllLines(Path.Combine(folder, "cgroup.procs")) is { Length: > 0 } members)
            foreach (var pid in members) File.WriteAllText(root, pid);
    }

    private async Task ProveAsync(string what, string evidence, Action damage)
    {
        var before = (await house.AliceNowAsync()).Pid;
        await house.ProveAsync(new Finding(what, "alice", "limits", "limits") { Evidence = evidence }, () =>
        {
            damage();
            return Task.CompletedTask;
        });
        Assert.Equal(before, (await house.AliceNowAsync()).Pid);
        Assert.Contains("alice", await house.Stand.Web.GetStringAsync(house.Alice.Url, Stop), StringComparison.Ordinal);
        Assert.True(ProcessStat.Read(before!.Value).IsSuccess);
    }
}
