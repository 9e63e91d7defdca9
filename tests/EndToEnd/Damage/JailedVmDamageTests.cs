using Lobsterd.Linux.Processes;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Damage;

/// <summary>A jailed VMM that ends or hangs is replaced by one in the same jail, cgroup and network.</summary>
public sealed class JailedVmDamageTests(JailedHouse house) : IClassFixture<JailedHouse>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public Task a_vmm_that_was_killed_is_started_again() => ProveRestartAsync(new Finding("jailed VMM killed", "alice", "vm", "vm"), pid => DamagedHouse.KillFamilyAsync(pid, pid));

    [Fact]
    public Task a_vmm_that_hangs_is_replaced() => ProveRestartAsync(new Finding("jailed VMM stopped (SIGSTOP)", "alice", "control", "unpause", "vm"), pid =>
    {
        DamagedHouse.Signal(pid, Signals.Stop);
        return Task.CompletedTask;
    });

    private async Task ProveRestartAsync(Finding wanted, Func<int, Task> damage)
    {
        var before = await house.AliceNowAsync();
        await house.ProveAsync(wanted, () => damage(before.Pid!.Value));
        Assert.NotEqual(before.Pid, (await house.AliceNowAsync()).Pid);
        Assert.Contains("alice", await house.Stand.Web.GetStringAsync(house.Alice.Url, Stop), StringComparison.Ordinal);
    }
}
