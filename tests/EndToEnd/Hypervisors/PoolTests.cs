using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Hypervisors;

/// <summary>QEMUs that wait for a tenant.</summary>
[Collection(PoolRig.OneAtATime)]
public sealed class PoolTests(PoolRig rig) : IClassFixture<PoolRig>, IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PooledDriver Driver => (PooledDriver)rig.Driver;

    // The first restore has nobody waiting for it, and says what shall wait from then on.
    public async ValueTask InitializeAsync()
    {
        await using var first = await RestoreAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task a_guest_goes_on_in_a_vm_that_waited_on_the_disk_that_it_was_given()
    {
        await using var tenant = await RestoreAsync();
        Assert.True(rig.HasWaited(tenant.Owner));

        Ok(await Driver.ResumeAsync(tenant.Owner, Stop));
        _ = await tenant.CountAsync(rig.SavedCount + 3);
        Assert.Equal(rig.SavedCount + 1, tenant.Counts[0]);
    }

    [Fact]
    public async Task what_waits_is_stopped_and_holds_nothing_of_a_tenant()
    {
        await Driver.FillAsync(Stop);

        var pid = Assert.Single(rig.Seated);
        Assert.True(await Eventually.HoldsAsync(() => ProcessStat.Read(pid).Value.State == 'T', Stop));
        var open = Directory.EnumerateFiles($"/proc/{pid}/fd").Select(path => File.ResolveLinkTarget(path, returnFinalTarget: false)?.FullName).ToList();
        Assert.DoesNotContain(open, target => target?.EndsWith(".ext4", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task what_has_served_never_waits_again()
    {
        await Driver.FillAsync(Stop);
        var waiting = Assert.Single(rig.Seated);
        await using (var tenant = await RestoreAsync())
        {
            Assert.Equal(waiting, (await Driver.BootAsync(tenant.Input, Stop)).Value.Pid);
            Assert.Equal(0, Driver.Pool.Count);
        }

        Assert.False(ProcessStat.Read(waiting).TryGetValue(out var stat) && !stat.IsZombie);
        await Driver.FillAsync(Stop);
        Assert.NotEqual(waiting, Assert.Single(rig.Seated));
    }

    [Fact]
    public async Task one_that_died_while_it_waited_costs_time_alone()
    {
        await Driver.FillAsync(Stop);
        using (var waiting = PidFd.Open(Assert.Single(rig.Seated)).Value)
        {
            Ok(waiting.Signal(Signals.Kill));
            await waiting.WaitForExitAsync(Stop);
        }

        await using var tenant = await RestoreAsync();
        Ok(await Driver.ResumeAsync(tenant.Owner, Stop));
        _ = await tenant.CountAsync(rig.SavedCount + 1);
    }

    [Fact]
    public async Task what_waited_for_an_earlier_service_is_ended_and_what_became_a_tenants_is_not()
    {
        await using var tenant = await RestoreAsync();
        Assert.True(rig.HasWaited(tenant.Owner));
        var running = (await Driver.BootAsync(tenant.Input, Stop)).Value;
        await Driver.FillAsync(Stop);
        Assert.Equal(2, rig.Seated.Count);
        var later = (PooledDriver)rig.NewDriver();

        Ok(await later.Pool.EndLeftAsync(Stop));

        Assert.Equal([running.Pid], rig.Seated);
        Assert.Equal(running, (await later.AdoptAsync(tenant.Owner, running, Stop)).Value);
        await later.DisposeAsync();
    }

    [Fact]
    public async Task a_service_that_died_while_it_gave_one_has_left_a_vm_of_the_tenants_and_nothing_that_waits()
    {
        await using var tenant = rig.NewTenant();
        await Driver.FillAsync(Stop);
        var given = Assert.Single(rig.Seated);
        Directory.Move(Directory.EnumerateDirectories(rig.Paths.Seats).Single(), rig.Paths.VmOf(tenant.Owner.Name));
        var later = (PooledDriver)rig.NewDriver();

        Ok(await later.Pool.EndLeftAsync(Stop));
        Assert.Equal([given], rig.Seated);

        // Nothing was loaded yet, so it is no VM that could be taken for a restored one.
        var restored = (await later.RestoreAsync(tenant.Input, rig.Saved, Stop)).Value;
        Assert.NotEqual(given, restored.Pid);
        Assert.DoesNotContain(given, rig.Seated);
        Ok(await later.ResumeAsync(tenant.Owner, Stop));
        _ = await tenant.CountAsync(rig.SavedCount + 1);
        Ok(await later.KillAsync(tenant.Owner, Stop));
        await later.DisposeAsync();
        Ok(await Driver.Pool.EmptyAsync(Stop));
        Assert.Empty(rig.Seated);
    }

    [Fact]
    public async Task memory_that_is_wanted_back_ends_those_that_wait_and_no_vm()
    {
        await using var tenant = await RestoreAsync();
        await Driver.FillAsync(Stop);
        Assert.Equal(2, rig.Seated.Count);
        Assert.True(Driver.Spare.Bytes >= Driver.Pool.Bytes && Driver.Pool.Bytes > 0);

        Driver.Spare.GiveBack();

        var pid = (await Driver.BootAsync(tenant.Input, Stop)).Value.Pid;
        Assert.True(await Eventually.HoldsAsync(() => rig.Seated.SequenceEqual([pid]), Stop));
        Assert.Equal(0, Driver.Pool.Count);
    }

    [Fact]
    public async Task an_emptied_pool_leaves_nothing()
    {
        await Driver.FillAsync(Stop);
        Assert.Equal(1, Driver.Pool.Count);

        Ok(await Driver.Pool.EmptyAsync(Stop));

        Assert.Empty(rig.Seated);
        Assert.Empty(Directory.EnumerateFileSystemEntries(rig.Paths.Seats));
        Assert.Equal(0, Driver.Pool.Count);
    }

    private async Task<RiggedTenant> RestoreAsync()
    {
        var tenant = rig.NewTenant();
        _ = (await Driver.RestoreAsync(tenant.Input, rig.Saved, Stop)).Value;
        return tenant;
    }

    private static void Ok(UnitResult<LobsterError> result) => Assert.True(result.IsSuccess, result.IsFailure ? result.Error.FullMessage : "");
}
