using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Hypervisors;

/// <summary>VMs that were restored from a memory they share, saved as the difference from it.</summary>
public sealed class QemuDifferenceTests(QemuRig rig) : IClassFixture<QemuRig>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IHypervisor Driver => rig.Driver;

    [Fact]
    public async Task what_it_wrote_is_saved_again_and_again_and_nothing_else()
    {
        await using var tenant = await ResumedAsync(rig.Saved);
        for (var generation = 1; generation <= 3; generation++)
        {
            var (files, count) = await SleepAsync(tenant, $"again-{generation}");

            Assert.True(File.Exists(files.BasePath));
            Assert.InRange(new FileInfo(files.MemoryPath).Length, 1, (long)HypervisorRig.Size.MemoryMib << 19);
            await WakeAsync(tenant, files, count);
        }
    }

    [Fact]
    public async Task it_wakes_when_what_it_stands_on_has_lost_its_name_and_is_saved_whole_the_next_time()
    {
        var origin = Copy("origin");
        await using var tenant = await ResumedAsync(origin);
        var (files, count) = await SleepAsync(tenant, "orphan-1");
        File.Delete(origin.MemoryPath);
        File.Delete(origin.StatePath);

        await WakeAsync(tenant, files, count);
        (files, count) = await SleepAsync(tenant, "orphan-2");

        Assert.False(File.Exists(files.BasePath));
        Assert.Equal((long)HypervisorRig.Size.MemoryMib << 20, new FileInfo(files.MemoryPath).Length);
        await WakeAsync(tenant, files, count);
    }

    [Fact]
    public async Task another_memory_in_the_same_place_is_not_taken_for_it()
    {
        var origin = Copy("replaced");
        await using var tenant = await ResumedAsync(origin);
        File.Delete(origin.MemoryPath);
        await File.WriteAllBytesAsync(origin.MemoryPath, await File.ReadAllBytesAsync(rig.Saved.MemoryPath, Stop), Stop);

        var (files, count) = await SleepAsync(tenant, "replaced-1");

        Assert.False(File.Exists(files.BasePath));
        await WakeAsync(tenant, files, count);
    }

    [Fact]
    public async Task a_later_service_saves_the_difference_too()
    {
        await using var tenant = await ResumedAsync(rig.Saved);
        var running = (await Driver.RestoreAsync(tenant.Input, rig.Saved, Stop)).Value;
        await ((IAsyncDisposable)Driver).DisposeAsync();
        await using var heir = (IAsyncDisposable)rig.NewDriver();
        var later = (IHypervisor)heir;
        _ = (await later.AdoptAsync(tenant.Owner, running, Stop)).Value;

        var (files, count) = await SleepAsync(tenant, "later", later);

        Assert.True(File.Exists(files.BasePath));
        await WakeAsync(tenant, files, count);
    }

    [Theory]
    [InlineData("it is cut")]
    [InlineData("a page is damaged")]
    [InlineData("the table is damaged")]
    [InlineData("what it stands on is missing")]
    [InlineData("what it stands on is damaged")]
    public async Task a_difference_that_is_not_whole_is_refused(string damage)
    {
        // A copy nobody has read yet: one in use would not be read again.
        var origin = Copy($"{damage} (origin)");
        await using var tenant = await ResumedAsync(origin);
        var (files, _) = await SleepAsync(tenant, damage);
        switch (damage)
        {
            case "it is cut": FileDamage.Cut(files.MemoryPath, 4096); break;
            case "a page is damaged": FileDamage.Flip(files.MemoryPath, new FileInfo(files.MemoryPath).Length - 2000); break;
            case "the table is damaged": FileDamage.Flip(files.MemoryPath, 6); break;
            case "what it stands on is missing": File.Delete(files.BasePath!); break;
            case "what it stands on is damaged": FileDamage.Flip(files.BasePath!, 17 << 20); break;
        }

        var refused = await Driver.RestoreAsync(tenant.Input, files, Stop);

        Assert.Equal(VmErrors.StateUnusable, refused.Error.Code);
        Assert.Empty(rig.LeftOf(tenant.Owner));
    }

    private async Task<RiggedTenant> ResumedAsync(SnapshotFiles from)
    {
        var tenant = rig.NewTenant();
        _ = (await Driver.RestoreAsync(tenant.Input, from, Stop)).Value;
        Ok(await Driver.ResumeAsync(tenant.Owner, Stop));
        _ = await tenant.CountAsync(rig.SavedCount + 1);
        return tenant;
    }

    private async Task<(SnapshotFiles Files, int Count)> SleepAsync(RiggedTenant tenant, string name, IHypervisor? driver = null)
    {
        driver ??= Driver;
        var files = new SnapshotFiles(rig[$"{name}.memory"], rig[$"{name}.state"]) { IsOwn = true, BasePath = rig[$"{name}.base"] };
        Ok(await driver.PauseAsync(tenant.Owner, Stop));
        Ok(await driver.SnapshotAsync(tenant.Owner, files, Stop));
        var count = tenant.Count;
        Ok(await driver.KillAsync(tenant.Owner, Stop));
        return (files, count);
    }

    // The console is another one for each VM: the first thing that the woken guest tells is the number after the last.
    private async Task WakeAsync(RiggedTenant tenant, SnapshotFiles files, int count)
    {
        _ = (await Driver.RestoreAsync(tenant.Input, files, Stop)).Value;
        Ok(await Driver.ResumeAsync(tenant.Owner, Stop));
        _ = await tenant.CountAsync(count + 2);
        Assert.Equal(count + 1, tenant.Counts[0]);
    }

    private SnapshotFiles Copy(string name)
    {
        var copy = new SnapshotFiles(rig[$"{name}.memory"], rig[$"{name}.state"]);
        File.Copy(rig.Saved.MemoryPath, copy.MemoryPath);
        File.Copy(rig.Saved.StatePath, copy.StatePath);
        return copy;
    }

    private static void Ok(UnitResult<LobsterError> result) => Assert.True(result.IsSuccess, result.IsFailure ? result.Error.FullMessage : "");
}
