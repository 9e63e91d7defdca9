using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Hypervisors;

/// <summary>QEMUs that wait with a kernel, for tenants that boot.</summary>
[Collection(PoolRig.OneAtATime)]
public sealed class ColdPoolTests(PoolRig rig) : IClassFixture<PoolRig>, IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PooledDriver Driver => (PooledDriver)rig.Driver;

    // Whoever boots is waited for once that was wanted twice.
    public async ValueTask InitializeAsync()
    {
        for (var boot = 0; boot < 2; boot++)
        {
            await using var earlier = await BootAsync(Driver);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task a_guest_boots_in_a_vm_that_waited_on_the_disk_that_it_was_given()
    {
        var waiting = await FillAsync();
        Assert.True(await Eventually.HoldsAsync(() => ProcessStat.Read(waiting).Value.State == 'T', Stop));
        Assert.DoesNotContain(OpenFilesOf(waiting), file => file.EndsWith(".ext4", StringComparison.Ordinal));

        await using var tenant = await BootAsync(Driver);

        Assert.Equal(waiting, (await Driver.BootAsync(tenant.Input, Stop)).Value.Pid);
        Assert.False((await Driver.StatsAsync(tenant.Owner, Stop)).Value.IsPaused);
        Assert.Contains(tenant.Input.OverlayPath, OpenFilesOf(waiting));
        _ = await tenant.CountAsync(3);
        Assert.Equal(1, tenant.Counts[0]);
    }

    [Fact]
    public async Task one_that_booted_so_is_saved_and_restored_as_any_other()
    {
        _ = await FillAsync();
        await using var tenant = await BootAsync(Driver);
        Assert.True(rig.HasWaited(tenant.Owner));
        _ = await tenant.CountAsync(2);
        Ok(await Driver.PauseAsync(tenant.Owner, Stop));
        var files = new SnapshotFiles(rig["cold.memory"], rig["cold.state"]) { IsOwn = true };
        Ok(await Driver.SnapshotAsync(tenant.Owner, files, Stop));
        var count = tenant.Count;
        Ok(await Driver.KillAsync(tenant.Owner, Stop));

        _ = (await Driver.RestoreAsync(tenant.Input, files, Stop)).Value;
        Ok(await Driver.ResumeAsync(tenant.Owner, Stop));

        _ = await tenant.CountAsync(count + 2);
        Assert.Equal(count + 1, tenant.Counts[0]);
    }

    [Fact]
    public async Task a_first_boot_alone_has_nobody_wait()
    {
        var later = (PooledDriver)rig.NewDriver();
        await using var first = await BootAsync(later);
        await later.FillAsync(Stop);
        Assert.Equal(0, later.Pool.Count);

        await using var second = await BootAsync(later);
        await later.FillAsync(Stop);
        Assert.Equal(1, later.Pool.Count);
        await later.DisposeAsync();
    }

    [Fact]
    public async Task what_waits_with_an_earlier_kernel_boots_nobody()
    {
        _ = await FillAsync();
        File.SetLastWriteTimeUtc(rig.Guest.Initramfs, DateTime.UnixEpoch.AddDays(Random.Shared.Next(1, 10_000)));

        await using var tenant = await BootAsync(Driver);

        Assert.False(rig.HasWaited(tenant.Owner));
        _ = await tenant.CountAsync(1);
        await Driver.FillAsync(Stop);
        Assert.Equal(0, Driver.Pool.Count);
    }

    [Fact]
    public async Task a_later_service_takes_up_what_runs_and_boots_what_was_not_let_run_anew()
    {
        _ = await FillAsync();
        await using var tenant = await BootAsync(Driver);
        Assert.True(rig.HasWaited(tenant.Owner));
        var running = (await Driver.BootAsync(tenant.Input, Stop)).Value;
        var given = await FillAsync(besides: running.Pid);
        await using var another = rig.NewTenant();
        another.TakeDisk(rig.Guest.Empty);
        Directory.Move(Directory.EnumerateDirectories(rig.Paths.Seats).Single(), rig.Paths.VmOf(another.Owner.Name));

        var later = (PooledDriver)rig.NewDriver();
        Ok(await later.Pool.EndLeftAsync(Stop));
        Assert.Equal(running, (await later.AdoptAsync(tenant.Owner, running, Stop)).Value);
        var booted = (await later.BootAsync(another.Input, Stop)).Value;

        Assert.NotEqual(given, booted.Pid);
        Assert.DoesNotContain(given, rig.Seated);
        _ = await another.CountAsync(1);
        Ok(await later.KillAsync(another.Owner, Stop));
        await later.DisposeAsync();
        Ok(await Driver.Pool.EmptyAsync(Stop));
    }

    private async Task<RiggedTenant> BootAsync(PooledDriver driver)
    {
        var tenant = rig.NewTenant();
        tenant.TakeDisk(rig.Guest.Empty);
        _ = (await driver.BootAsync(tenant.Input, Stop)).Value;
        return tenant;
    }

    // The one that waits.
    private async Task<int> FillAsync(int? besides = null)
    {
        await Driver.FillAsync(Stop);
        return Assert.Single(rig.Seated, pid => pid != besides);
    }

    private static List<string> OpenFilesOf(int pid) =>
        [.. Directory.EnumerateFiles($"/proc/{pid}/fd").Select(path => File.ResolveLinkTarget(path, returnFinalTarget: false)?.FullName).OfType<string>()];

    private static void Ok(UnitResult<LobsterError> result) => Assert.True(result.IsSuccess, result.IsFailure ? result.Error.FullMessage : "");
}
