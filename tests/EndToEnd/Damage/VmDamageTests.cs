using System.Globalization;
using Lobsterd.Linux.Processes;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Damage;

/// <summary>What takes another VM to repair gets one, with the tenant's disk; what does not, does not.</summary>
public sealed class VmDamageTests(NullHouse house) : IClassFixture<NullHouse>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public Task a_vmm_that_was_killed_is_started_again() =>
        ProveRestartAsync(new Finding("VMM killed", "alice", "vm", "vm"), alice => DamagedHouse.KillFamilyAsync(alice.Pid!.Value, alice.Pid!.Value));

    // The null machine is its agent's process: it ends with it.
    [Fact]
    public Task an_agent_that_was_killed_takes_its_vm_along_and_both_are_started_again() =>
        ProveRestartAsync(new Finding("agent killed", "alice", "vm", "vm"), alice => DamagedHouse.KillFamilyAsync(alice.Pid!.Value, AgentOf(alice)));

    [Fact]
    public Task an_agent_that_hangs_gets_another_vm() =>
        ProveRestartAsync(new Finding("agent stopped (SIGSTOP)", "alice", "agent", "vm") { Evidence = "gave no answer" }, alice =>
        {
            DamagedHouse.Signal(AgentOf(alice), Signals.Stop);
            return Task.CompletedTask;
        });

    [Fact]
    public Task a_guest_whose_interface_is_down_is_started_again() =>
        ProveRestartAsync(new Finding("guest's NIC down", "alice", "agent", "vm") { Evidence = "gave no answer" }, async alice =>
        {
            var input = new ProgramInput
            {
                Program = "/usr/bin/nsenter",
                Arguments = ["--target", alice.Pid!.Value.ToString(CultureInfo.InvariantCulture), "--net", "--", "ip", "link", "set", "eth0", "down"],
                Timeout = TimeSpan.FromSeconds(20),
                MaxOutputBytes = 64 << 10,
            };
            _ = (await new ProgramRunner(TimeProvider.System).RunToSuccessAsync(input, Stop)).Require();
        });

    // Made anew at once; but the VM holds the one that is gone.
    [Fact]
    public Task a_tap_that_was_deleted_is_made_again_and_given_to_a_vm() =>
        ProveRestartAsync(new Finding("TAP deleted", "alice", "tap", "network", "vm") { Evidence = "there is no" }, _ =>
        {
            house.Netlink(batch => batch.DeleteLink(house.AlicesLink));
            return Task.CompletedTask;
        });

    [Fact]
    public async Task a_vm_whose_processors_stand_still_goes_on()
    {
        var alice = await house.AliceNowAsync();
        await house.ProveAsync(new Finding("VMM stopped (SIGSTOP)", "alice", "control", "unpause") { Evidence = "stand still" }, () =>
        {
            DamagedHouse.Signal(alice.Pid!.Value, Signals.Stop);
            return Task.CompletedTask;
        });
        Assert.Equal(alice.Pid, (await house.AliceNowAsync()).Pid);
        await AssertAnswersAsync();
    }

    private static int AgentOf(TenantBody tenant) => ProcessTable.Stats().First(stat => stat.ParentPid == tenant.Pid).Pid;

    private async Task ProveRestartAsync(Finding wanted, Func<TenantBody, Task> damage)
    {
        var before = await house.AliceNowAsync();
        await house.ProveAsync(wanted, () => damage(before));
        var after = await house.AliceNowAsync();
        Assert.NotEqual(before.Pid, after.Pid);
        Assert.Equal(before.Id, after.Id);
        await AssertAnswersAsync();
    }

    private async Task AssertAnswersAsync() => Assert.Contains("alice", await house.Stand.Web.GetStringAsync(house.Alice.Url, Stop), StringComparison.Ordinal);
}
