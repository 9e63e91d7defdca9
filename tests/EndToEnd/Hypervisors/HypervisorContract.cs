using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Processes;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Hypervisors;

/// <summary>What every driver keeps. A new driver adds a rig and inherits this.</summary>
public abstract class HypervisorContract(HypervisorRig rig)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IHypervisor Driver => rig.Driver;

    [Fact]
    public async Task a_restored_vm_stands_still_until_it_is_resumed()
    {
        await using var tenant = await RestoreAsync();
        Assert.True((await Driver.StatsAsync(tenant.Owner, Stop)).Value.IsPaused);
        Assert.Empty(tenant.Counts);

        Ok(await Driver.ResumeAsync(tenant.Owner, Stop));

        _ = await tenant.CountAsync(rig.SavedCount + 2);
        Assert.Equal(rig.SavedCount + 1, tenant.Counts[0]);
    }

    [Fact]
    public async Task a_boot_that_is_done_twice_is_one_vm()
    {
        await using var tenant = await RestoreAsync();
        var first = (await Driver.RestoreAsync(tenant.Input, rig.Saved, Stop)).Value;

        Assert.Equal(first, (await Driver.BootAsync(tenant.Input, Stop)).Value);
    }

    [Fact]
    public async Task pause_and_resume_may_each_be_said_twice()
    {
        await using var tenant = await ResumedAsync();

        Ok(await Driver.PauseAsync(tenant.Owner, Stop));
        Ok(await Driver.PauseAsync(tenant.Owner, Stop));
        Assert.True((await Driver.StatsAsync(tenant.Owner, Stop)).Value.IsPaused);
        var count = tenant.Count;

        Ok(await Driver.ResumeAsync(tenant.Owner, Stop));
        Ok(await Driver.ResumeAsync(tenant.Owner, Stop));
        Assert.False((await Driver.StatsAsync(tenant.Owner, Stop)).Value.IsPaused);
        _ = await tenant.CountAsync(count + 3);
        Assert.Equal(Enumerable.Range(tenant.Counts[0], tenant.Counts.Count), tenant.Counts);
    }

    [Fact]
    public async Task a_vm_that_runs_is_not_saved()
    {
        await using var tenant = await ResumedAsync();
        var files = FilesOf(tenant);

        var refused = await Driver.SnapshotAsync(tenant.Owner, files, Stop);

        Assert.Equal(VmErrors.Refused, refused.Error.Code);
        Assert.False(File.Exists(files.MemoryPath) || File.Exists(files.StatePath));
    }

    [Fact]
    public async Task two_restores_of_one_snapshot_go_their_own_ways()
    {
        await using var first = await ResumedAsync();
        await using var second = await RestoreAsync();
        _ = await first.CountAsync(rig.SavedCount + 5);

        Ok(await Driver.ResumeAsync(second.Owner, Stop));
        _ = await second.CountAsync(rig.SavedCount + 2);

        Assert.Equal(rig.SavedCount + 1, first.Counts[0]);
        Assert.Equal(rig.SavedCount + 1, second.Counts[0]);
        Assert.True(first.Count > second.Count);
    }

    [Fact]
    public async Task a_saved_vm_goes_on_and_what_was_saved_of_it_stays_as_it_was()
    {
        await using var tenant = await ResumedAsync();
        Ok(await Driver.PauseAsync(tenant.Owner, Stop));
        var files = FilesOf(tenant);
        Ok(await Driver.SnapshotAsync(tenant.Owner, files, Stop));
        var count = tenant.Count;
        await using var copy = rig.NewTenant();
        copy.TakeDisk(tenant.Input.OverlayPath);

        Ok(await Driver.ResumeAsync(tenant.Owner, Stop));
        _ = await tenant.CountAsync(count + 3);

        _ = (await Driver.RestoreAsync(copy.Input, files, Stop)).Value;
        Ok(await Driver.ResumeAsync(copy.Owner, Stop));
        _ = await copy.CountAsync(count + 1);
        Assert.Equal(count + 1, copy.Counts[0]);
    }

    [Fact]
    public async Task a_kill_leaves_nothing_and_may_be_said_twice()
    {
        await using var tenant = await ResumedAsync();
        Assert.NotEmpty(rig.LeftOf(tenant.Owner));

        Ok(await Driver.KillAsync(tenant.Owner, Stop));
        Assert.Empty(rig.LeftOf(tenant.Owner));
        Ok(await Driver.KillAsync(tenant.Owner, Stop));

        Assert.Equal(VmErrors.NotRunning, (await Driver.StatsAsync(tenant.Owner, Stop)).Error.Code);
        Assert.Equal(VmErrors.NotRunning, (await Driver.PauseAsync(tenant.Owner, Stop)).Error.Code);
    }

    [Fact]
    public async Task a_driver_that_never_heard_of_a_vm_kills_it_all_the_same()
    {
        await using var tenant = await ResumedAsync();
        var other = rig.NewDriver();

        Ok(await other.KillAsync(tenant.Owner, Stop));

        Assert.Empty(rig.LeftOf(tenant.Owner));
    }

    [Fact]
    public async Task another_service_adopts_what_runs()
    {
        await using var tenant = await RestoreAsync();
        var recorded = (await Driver.BootAsync(tenant.Input, Stop)).Value;
        await using var heir = (IAsyncDisposable)rig.NewDriver();
        var driver = (IHypervisor)heir;

        Assert.Equal(recorded, (await driver.AdoptAsync(tenant.Owner, recorded, Stop)).Value);

        await ((IAsyncDisposable)Driver).DisposeAsync();
        Ok(await driver.ResumeAsync(tenant.Owner, Stop));
        _ = await tenant.CountAsync(rig.SavedCount + 2);
        Assert.False((await driver.StatsAsync(tenant.Owner, Stop)).Value.IsPaused);
    }

    [Fact]
    public async Task another_service_finds_what_runs_by_its_owner_and_boots_it_no_second_time()
    {
        await using var tenant = await ResumedAsync();
        var running = (await Driver.BootAsync(tenant.Input, Stop)).Value;
        await ((IAsyncDisposable)Driver).DisposeAsync();
        await using var heir = (IAsyncDisposable)rig.NewDriver();
        var driver = (IHypervisor)heir;

        Assert.False((await driver.StatsAsync(tenant.Owner, Stop)).Value.IsPaused);
        Assert.Equal(running, (await driver.BootAsync(tenant.Input, Stop)).Value);
        Assert.False(driver.WaitForExitAsync(tenant.Owner, Stop).IsCompleted);
    }

    [Fact]
    public async Task a_process_that_is_not_the_recorded_one_is_not_adopted()
    {
        await using var tenant = await RestoreAsync();
        var recorded = (await Driver.BootAsync(tenant.Input, Stop)).Value;
        var heir = rig.NewDriver();

        await Refuse(VmErrors.Foreign, tenant.Owner, recorded with { StartTicks = recorded.StartTicks + 1 });
        await Refuse(VmErrors.Foreign, tenant.Owner, recorded with { Pid = System.Environment.ProcessId });
        await Refuse(VmErrors.Foreign, tenant.Owner with { Id = Guid.CreateVersion7() }, recorded);
        await Refuse(VmErrors.NotRunning, tenant.Owner, recorded with { BootId = Guid.NewGuid() });

        async Task Refuse(ErrorCode code, VmOwner owner, VmProcess other) =>
            Assert.Equal(code, (await heir.AdoptAsync(owner, other, Stop)).Error.Code);
    }

    [Fact]
    public async Task a_vm_that_ended_meanwhile_is_not_adopted()
    {
        await using var tenant = await RestoreAsync();
        var recorded = (await Driver.BootAsync(tenant.Input, Stop)).Value;
        using var process = PidFd.Open(recorded.Pid).Value;
        Ok(process.Signal(Signals.Kill));
        _ = await Driver.WaitForExitAsync(tenant.Owner, Stop);

        Assert.Equal(VmErrors.NotRunning, (await rig.NewDriver().AdoptAsync(tenant.Owner, recorded, Stop)).Error.Code);
    }

    [Fact]
    public async Task a_vmm_that_is_killed_from_outside_is_told_with_its_signal()
    {
        await using var tenant = await ResumedAsync();
        var exit = Driver.WaitForExitAsync(tenant.Owner, Stop);
        using var process = PidFd.Open((await Driver.BootAsync(tenant.Input, Stop)).Value.Pid).Value;

        Ok(process.Signal(Signals.Kill));

        Assert.Equal((null, Signals.Kill), ((await exit).ExitCode, (await exit).Signal));
        Assert.Equal(VmErrors.NotRunning, (await Driver.ResumeAsync(tenant.Owner, Stop)).Error.Code);
        Assert.Equal(Signals.Kill, (await rig.NewDriver().WaitForExitAsync(tenant.Owner, Stop)).Signal);
    }

    [Fact]
    public async Task where_there_never_was_a_vm_there_is_no_end_to_wait_for()
    {
        await using var tenant = rig.NewTenant();

        Assert.Equal(new VmExit(null, null, ""), await Driver.WaitForExitAsync(tenant.Owner, Stop));
    }

    [Fact]
    public async Task a_start_that_is_given_up_leaves_nothing()
    {
        await using var tenant = rig.NewTenant();
        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var starting = Driver.RestoreAsync(tenant.Input, rig.Saved, impatience.Token);

        await impatience.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
        Assert.Empty(rig.LeftOf(tenant.Owner));
    }

    [Fact]
    public async Task a_vmm_that_cannot_start_is_told_with_its_last_words_and_leaves_nothing()
    {
        await using var first = await ResumedAsync();
        await using var second = rig.NewTenant();

        // Two VMs never share a disk: whoever comes second does not come up.
        var refused = await Driver.BootAsync(second.Input with { OverlayPath = first.Input.OverlayPath }, Stop);

        Assert.Equal(VmErrors.StartFailed, refused.Error.Code);
        Assert.Contains("lock", refused.Error.FullMessage, StringComparison.Ordinal);
        Assert.Empty(rig.LeftOf(second.Owner));
    }

    [Theory]
    [InlineData("state is cut")]
    [InlineData("state is missing")]
    [InlineData("passport is damaged")]
    [InlineData("devices are damaged")]
    [InlineData("memory is cut")]
    [InlineData("memory is damaged")]
    [InlineData("memory is missing")]
    [InlineData("size is another")]
    [InlineData("image is another")]
    public async Task a_saved_state_that_is_not_whole_or_does_not_fit_is_refused(string damage)
    {
        await using var tenant = rig.NewTenant();
        var files = FilesOf(tenant);
        File.Copy(rig.Saved.MemoryPath, files.MemoryPath);
        File.Copy(rig.Saved.StatePath, files.StatePath);

        var refused = await Driver.RestoreAsync(Damage(damage, files, tenant.Input), files, Stop);

        Assert.Equal(VmErrors.StateUnusable, refused.Error.Code);
        Assert.Empty(rig.LeftOf(tenant.Owner));
    }

    private static BootVmInput Damage(string damage, SnapshotFiles files, BootVmInput input)
    {
        switch (damage)
        {
            case "state is cut": FileDamage.Cut(files.StatePath, 100); break;
            case "state is missing": File.Delete(files.StatePath); break;
            case "passport is damaged": FileDamage.Flip(files.StatePath, 12); break;
            case "devices are damaged": FileDamage.Flip(files.StatePath, 20_000); break;
            case "memory is cut": FileDamage.Cut(files.MemoryPath, 4096); break;
            case "memory is damaged": FileDamage.Flip(files.MemoryPath, 17 << 20); break;
            case "memory is missing": File.Delete(files.MemoryPath); break;
            case "size is another": return input with { Size = new VmSize(2, input.Size.MemoryMib) };
            case "image is another": return input with { Image = new string('f', 64) };
            default: throw new ArgumentException(damage);
        }

        return input;
    }

    private async Task<RiggedTenant> RestoreAsync()
    {
        var tenant = rig.NewTenant();
        _ = (await Driver.RestoreAsync(tenant.Input, rig.Saved, Stop)).Value;
        return tenant;
    }

    private async Task<RiggedTenant> ResumedAsync()
    {
        var tenant = await RestoreAsync();
        Ok(await Driver.ResumeAsync(tenant.Owner, Stop));
        _ = await tenant.CountAsync(rig.SavedCount + 1);
        return tenant;
    }

    private SnapshotFiles FilesOf(RiggedTenant tenant) => new(rig[$"{tenant.Owner.Name}.memory"], rig[$"{tenant.Owner.Name}.state"]);

    private static void Ok(UnitResult<LobsterError> result) => Assert.True(result.IsSuccess, result.IsFailure ? result.Error.FullMessage : "");
}
