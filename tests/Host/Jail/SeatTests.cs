using Lobsterd.Domain.Hypervisors;
using Lobsterd.Host.Jail;
using Lobsterd.Linux.Jails;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Jail;

/// <summary>VMMs that have no tenant yet.</summary>
public sealed class SeatTests : IAsyncDisposable
{
    private static readonly TimeSpan Ceiling = TimeSpan.FromSeconds(20);

    private readonly JailHouse house = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        Assert.True((await house.Jail.ClearSeatsAsync(CancellationToken.None)).IsSuccess);
        await house.DisposeAsync();
    }

    [Fact]
    public async Task one_has_a_user_and_a_cgroup_of_its_own()
    {
        var (place, process) = await SitAsync();
        using (process)
        {
            Assert.Equal(new Seat(Seat.First), place.Seat);
            Assert.True(ProcessTable.RunsAs(process.Process.Pid, house.Paths.Instance.UidOf(place.Seat)));
            Assert.Contains(process.Process.Pid, house.Cgroups.Find($"seat-{place.Seat}").Pids());
            Assert.Equal(["cpu", "memory", "pids"], process.LimitsInForce);
        }
    }

    [Fact]
    public async Task its_jail_is_a_tenants()
    {
        const string Look = "busybox find / -xdev; echo /proc/[a-z]*; for one in /proc/[0-9]*; do echo process; done; busybox grep -E '^(Cap|NoNewPrivs|Seccomp|Groups)' /proc/self/status; ulimit -a; busybox hostname";
        var tenants = await house.PrintedAsync(Look);
        var place = house.Jail.PrepareSeat().Value;

        Assert.Equal(new VmExit(0, null, ""), await house.RunAsync(house.Input(Look) with { Place = place }));

        Assert.Contains("CapBnd:\t0000000000000000", tenants, StringComparison.Ordinal);
        Assert.Equal(tenants, await File.ReadAllTextAsync(Path.Combine(place.RunFolder, JailFiles.Console), Token));
    }

    [Fact]
    public async Task its_end_is_told_in_its_run_folder_whatever_that_is_called_by_then()
    {
        var (place, process) = await SitAsync();
        Directory.Delete(house.RunFolder);
        Directory.Move(place.RunFolder, house.RunFolder);
        using var moved = house.Jail.Move(process, house.Owner);
        Assert.Equal(place.Seat, house.Jail.PlaceOf(house.Owner).Seat);

        Assert.True(moved.Process.Signal(Signals.Kill).IsSuccess);

        Assert.Equal(Signals.Kill, (await moved.Exit.WaitAsync(Ceiling, Token)).Signal);
        Assert.Equal(Signals.Kill, house.Jail.ExitOf(house.Owner)?.Signal);
        Assert.Contains("seated", house.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task no_two_sit_in_one_seat_and_a_tenants_stays_its_own_when_its_vmm_has_ended()
    {
        var (first, one) = await SitAsync();
        var (second, other) = await SitAsync();
        Assert.NotEqual(first.Seat, second.Seat);

        Directory.Delete(house.RunFolder);
        Directory.Move(first.RunFolder, house.RunFolder);
        Assert.True((await house.Jail.RemoveAsync(house.Owner, Token)).IsSuccess);
        Assert.True((await house.Jail.ClearSeatAsync(second.Seat, Token)).IsSuccess);

        Assert.Equal(second.Seat, house.Jail.PrepareSeat().Value.Seat);
        one.Dispose();
        other.Dispose();
    }

    [Fact]
    public async Task a_later_service_ends_those_of_no_tenant_and_no_others()
    {
        var (first, one) = await SitAsync();
        var (second, other) = await SitAsync();
        using (one)
        using (other)
        {
            Directory.Delete(house.RunFolder);
            Directory.Move(first.RunFolder, house.RunFolder);

            Assert.True((await house.Jail.ClearSeatsAsync(Token)).IsSuccess);

            Assert.False(one.Process.HasExited);
            Assert.True(other.Process.HasExited);
            Assert.False(Directory.Exists(second.RunFolder));
            Assert.False(house.Cgroups.Find($"seat-{second.Seat}").Exists);
        }
    }

    private async Task<(JailPlace Place, JailedProcess Process)> SitAsync()
    {
        var place = house.Jail.PrepareSeat().Value;
        var process = await house.StartAsync(house.Input("echo seated; busybox sleep 1000") with { Place = place });
        Assert.True(await Eventually.HoldsAsync(() => File.Exists(Path.Combine(place.RunFolder, JailFiles.Console)), Token));
        return (place, process);
    }
}
