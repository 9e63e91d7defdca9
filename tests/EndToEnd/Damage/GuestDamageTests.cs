using System.Globalization;
using Lobsterd.Linux.Processes;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Damage;

/// <summary>What goes wrong inside a guest and can be made right without ending its VM.</summary>
public sealed class GuestDamageTests(NullHouse house) : IClassFixture<NullHouse>
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // The agent starts it again by itself, later each time: it is killed until that is later than molt.
    [Fact]
    public Task a_workload_that_keeps_dying_is_started_at_once() => house.ProveAsync(new Finding("workload killed", "alice", "workload", "workload") { Evidence = "the workload is" }, async () =>
    {
        var kills = 0;
        Assert.True(await Eventually.HoldsAsync(
            () =>
            {
                if (Workload() is { } pid && PidFd.Open(pid).TryGetValue(out var process))
                    using (process)
                        if (process.Signal(Signals.Kill).IsSuccess) kills++;
                return kills >= 7;
            },
            Stop,
            Bound));
        Assert.True(await Eventually.HoldsAsync(() => Workload() is null, Stop, Bound));
    });

    [Fact]
    public async Task a_full_disk_is_told_and_left_to_its_tenant()
    {
        var root = Path.Combine(house.Stand.Paths.Vms, "alice", "root");
        await InGuestsMountsAsync("mount", "-t", "tmpfs", "-o", "size=32m", "full", root);
        try
        {
            await using var traffic = await house.TrafficAsync();
            _ = await InGuestsMountsAsync("dd", "if=/dev/zero", $"of={root}/fill", "bs=1M", "count=20");

            var report = await house.Stand.Reef.MoltAsync(Stop);

            Assert.False(report.Healthy);
            var alice = report.Parties.Single(party => party.Tenant == "alice");
            Assert.Equal(["guest-space"], alice.Failed);
            Assert.Empty(alice.Repairs);
            var check = Assert.Single(alice.Checks, check => check.Status == "failed");
            Assert.Contains("12 MiB of 32 MiB are free", check.Evidence, StringComparison.Ordinal);
            Assert.Contains("the tenant's own", check.Advice, StringComparison.Ordinal);
            Assert.All(report.Parties.Where(party => party.Tenant != "alice"), party => Assert.Empty(party.Failed));

            _ = await InGuestsMountsAsync("rm", $"{root}/fill");
            DamagedHouse.AssertHealthy(await house.Stand.Reef.MoltAsync(Stop));
            Assert.Equal(0, (await traffic.EndAsync()).Lost);
        }
        finally
        {
            _ = await InGuestsMountsAsync("umount", root);
        }
    }

    // The guest's first process is the VMM's child, and the workload is a child of that one.
    private int? Workload()
    {
        var all = ProcessTable.Stats().ToList();
        var first = all.FirstOrDefault(stat => stat.ParentPid == house.Alice.Pid);
        return first is null ? null : all.FirstOrDefault(stat => stat.ParentPid == first.Pid && !stat.IsZombie)?.Pid;
    }

    private async Task<ProgramResult> InGuestsMountsAsync(params string[] command)
    {
        var input = new ProgramInput
        {
            Program = "/usr/bin/nsenter",
            Arguments = ["--target", house.Alice.Pid!.Value.ToString(CultureInfo.InvariantCulture), "--mount", "--", .. command],
            Timeout = Bound,
            MaxOutputBytes = 64 << 10,
        };
        return (await new ProgramRunner(TimeProvider.System).RunToSuccessAsync(input, Stop)).Require();
    }
}
