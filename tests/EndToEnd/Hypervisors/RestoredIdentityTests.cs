using Lobsterd.Standin.Stand;
using Lobsterd.Tests.EndToEnd.Service;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Hypervisors;

/// <summary>What a claim is for: copies of one anonymous VM, memory and all, become tenants that share nothing that ought to be one's own.</summary>
public sealed class RestoredIdentityTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StandMachine.Qemu)]
    [InlineData(StandMachine.FirecrackerQemu)]
    public async Task two_restores_of_one_anonymous_snapshot_share_no_identity(StandMachine machine)
    {
        await using var house = await GuestHouse.OpenAsync(machine, Stop);
        var snapshot = house.Snapshot;
        await using (var origin = await house.NewVmAsync("origin", Stop))
        {
            await origin.BootAsync(Stop);
            await origin.SaveAsync(snapshot, Stop);
        }

        await using var alice = await house.NewVmAsync("alice", Stop);
        await using var bob = await house.NewVmAsync("bob", Stop);
        await Task.WhenAll(ReviveAsync(alice, snapshot), ReviveAsync(bob, snapshot));
        var (hers, his) = (await ReadAsync(alice), await ReadAsync(bob));

        Assert.Equal(("alice", "bob"), (hers.HostName, his.HostName));
        GuestIdentity.AssertApart(hers, his);
    }

    private static async Task ReviveAsync(HousedVm vm, SavedGuest snapshot)
    {
        await vm.RestoreAsync(snapshot, Stop);
        await vm.ClaimAsync(Stop);
    }

    private static Task<GuestIdentity> ReadAsync(HousedVm vm) => GuestIdentity.ReadAsync(line => vm.ShellAsync(line, Stop));
}
