using Lobsterd.Domain.Storage;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Images;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Storage;

public sealed class OverlaysTests : IDisposable
{
    private const int OwnerOnly = 0x180;

    private readonly ScratchFolder scratch = new();
    private readonly StorageFixture fixture;
    private readonly VmOwner alice = StorageFixture.Owner("alice", 3);

    public OverlaysTests() => fixture = new StorageFixture(scratch.Path);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        fixture.Dispose();
        scratch.Dispose();
    }

    [Fact]
    public async Task a_disk_is_its_slots_alone_and_takes_little_of_the_host()
    {
        var path = (await fixture.EnsureAsync(alice, 4L << 30)).Value;

        Assert.Equal(fixture.Paths.OverlayOf(alice.Name), path);
        var stat = FileStat.Of(path).Value;
        var uid = fixture.Paths.Instance.UidOf(alice.Slot);
        Assert.Equal((uid, uid, OwnerOnly, 4L << 30), (stat.UserId, stat.GroupId, stat.Mode, stat.SizeBytes));
        Assert.InRange(stat.AllocatedBytes, 1, 1 << 20);
        Assert.Equal(0x1C0, FileStat.Of(fixture.Paths.TenantOf(alice.Name)).Value.Mode);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1_000)]
    [InlineData(1_024)]
    [InlineData(4_096)]
    [InlineData(100 * 1_024)]
    public async Task a_disk_of_any_size_is_a_sound_ext4_with_our_label(int mebibytes)
    {
        var path = (await fixture.EnsureAsync(alice, (long)mebibytes << 20)).Value;

        _ = await RunAsync("/sbin/e2fsck", "-fn", path);
        Assert.Equal("lobster-overlay\n", await RunAsync("/sbin/e2label", path));
        Assert.Contains("Reserved block count:     0\n", await RunAsync("/sbin/dumpe2fs", "-h", path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_kernel_mounts_it_and_has_nothing_to_zero_in_the_background()
    {
        var path = (await fixture.EnsureAsync(alice)).Value;
        var mounted = Directory.CreateDirectory(scratch["mnt"]).FullName;

        var script = $"mount -o loop,init_itable=1 {path} {mounted} && echo hello > {mounted}/file && umount {mounted}";
        _ = await RunAsync("/usr/bin/unshare", "--mount", "/bin/sh", "-ec", script);

        _ = await RunAsync("/sbin/e2fsck", "-fn", path);
        var groups = await RunAsync("/sbin/dumpe2fs", path);
        Assert.Equal(groups.Split('\n').Count(IsGroup), groups.Split('\n').Count(line => IsGroup(line) && line.Contains("ITABLE_ZEROED", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task two_roots_make_the_same_bytes()
    {
        using var other = new ScratchFolder();
        using var elsewhere = new StorageFixture(other.Path);

        var here = (await fixture.Empty.EnsureAsync(StorageFixture.Size, Token)).Value;
        var there = (await elsewhere.Empty.EnsureAsync(StorageFixture.Size, Token)).Value;

        Assert.Equal(await HashAsync(here), await HashAsync(there));
    }

    [Fact]
    public async Task a_disk_is_an_exact_copy_of_the_empty_one()
    {
        var path = (await fixture.EnsureAsync(alice)).Value;

        Assert.Equal(await HashAsync((await fixture.Empty.EnsureAsync(StorageFixture.Size, Token)).Value), await HashAsync(path));
    }

    [Fact]
    public async Task a_disk_that_is_there_is_kept_as_it_is()
    {
        var path = (await fixture.EnsureAsync(alice)).Value;
        WriteByte(path, StorageFixture.Size - 1);
        var before = FileStat.Of(path).Value;

        Assert.Equal(path, (await fixture.EnsureAsync(alice)).Value);

        Assert.Equal(before, FileStat.Of(path).Value);
    }

    [Fact]
    public async Task a_wrong_mode_or_group_is_put_right()
    {
        var path = (await fixture.EnsureAsync(alice)).Value;
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);
        Assert.True(FileOwner.Set(path, fixture.Paths.Instance.UidOf(alice.Slot), 0).IsSuccess);

        Assert.True((await fixture.EnsureAsync(alice)).IsSuccess);

        Assert.Equal((OwnerOnly, fixture.Paths.Instance.UidOf(alice.Slot)), (FileStat.Of(path).Value.Mode, FileStat.Of(path).Value.GroupId));
    }

    [Fact]
    public async Task what_another_slot_left_under_the_name_is_neither_used_nor_removed()
    {
        var path = (await fixture.EnsureAsync(alice)).Value;
        var before = FileStat.Of(path).Value;
        var newcomer = alice with { Slot = new Slot(7) };

        Assert.Equal(StorageErrors.OverlayForeign, (await fixture.EnsureAsync(newcomer)).Error.Code);
        Assert.True((await fixture.Overlays.RemoveAsync(newcomer, Token)).IsSuccess);

        Assert.Equal(before, FileStat.Of(path).Value);
    }

    [Fact]
    public async Task a_file_that_is_no_overlay_is_refused_and_left_alone()
    {
        var path = (await fixture.EnsureAsync(alice)).Value;

        Assert.Contains("must have", await RefusalAsync(StorageFixture.Size * 2), StringComparison.Ordinal);

        WriteByte(path, 1_024 + 120);
        Assert.Contains("label", await RefusalAsync(StorageFixture.Size), StringComparison.Ordinal);

        WriteByte(path, 1_024 + 56);
        Assert.Contains("no ext4", await RefusalAsync(StorageFixture.Size), StringComparison.Ordinal);
        Assert.Equal(StorageFixture.Size, FileStat.Of(path).Value.SizeBytes);

        async Task<string> RefusalAsync(long size)
        {
            var error = (await fixture.EnsureAsync(alice, size)).Error;
            Assert.Equal(StorageErrors.OverlayDamaged, error.Code);
            return error.Message;
        }
    }

    [Fact]
    public async Task a_link_in_the_place_of_a_disk_is_not_followed()
    {
        File.WriteAllText(scratch["victim"], "precious");
        Directory.CreateDirectory(fixture.Paths.TenantOf(alice.Name));
        File.CreateSymbolicLink(fixture.Paths.OverlayOf(alice.Name), scratch["victim"]);

        Assert.Equal(StorageErrors.OverlayDamaged, (await fixture.EnsureAsync(alice)).Error.Code);

        File.Delete(fixture.Paths.OverlayOf(alice.Name));
        File.CreateSymbolicLink(fixture.Paths.OverlayOf(alice.Name) + ".new", scratch["victim"]);
        Assert.Equal(StorageErrors.FileFailed, (await fixture.EnsureAsync(alice)).Error.Code);
        Assert.Equal("precious", File.ReadAllText(scratch["victim"]));
    }

    [Fact]
    public async Task every_point_at_which_a_making_can_die_is_gone_on_from()
    {
        var path = fixture.Paths.OverlayOf(alice.Name);
        var empty = (await fixture.Empty.EnsureAsync(StorageFixture.Size, Token)).Value;
        Action[] deaths =
        [
            () => { },
            () => Directory.CreateDirectory(Path.GetDirectoryName(path)!),
            () => File.WriteAllBytes(path + ".new", []),
            () => File.WriteAllBytes(path + ".new", new byte[8_192]),
            () => File.Copy(empty, path + ".new", overwrite: true),
            () => FileOwner.Set(path + ".new", fixture.Paths.Instance.UidOf(alice.Slot), 0),
            () => FileOwner.Set(path + ".new", fixture.Paths.Instance.UidOf(new Slot(9)), 0),
            () => File.Move(path + ".new", path),
        ];

        for (var last = 0; last < deaths.Length - 1; last++)
        {
            foreach (var step in deaths[..(last + 1)]) step();
            Assert.True((await fixture.EnsureAsync(alice)).IsSuccess, $"died after step {last}");
            Assert.Equal([path], Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));
            Assert.Equal(await HashAsync(empty), await HashAsync(path));

            Assert.True((await fixture.Overlays.RemoveAsync(alice, Token)).IsSuccess);
            foreach (var step in deaths[..(last + 1)]) step();
            Assert.True((await fixture.Overlays.RemoveAsync(alice, Token)).IsSuccess);
            Assert.Empty(Directory.GetFileSystemEntries(fixture.Paths.Tenants));
        }
    }

    [Fact]
    public async Task an_empty_disk_whose_making_died_is_made_again()
    {
        var path = (await fixture.Empty.EnsureAsync(StorageFixture.Size, Token)).Value;
        var whole = await HashAsync(path);
        File.Move(path, path + ".new");

        Assert.Equal(path, (await fixture.Empty.EnsureAsync(StorageFixture.Size, Token)).Value);
        Assert.Equal([path], Directory.GetFiles(fixture.Paths.EmptyDisks));

        await using (var torn = File.OpenWrite(path)) torn.SetLength(4_096);
        Assert.Equal(path, (await fixture.Empty.EnsureAsync(StorageFixture.Size, Token)).Value);
        Assert.Equal(whole, await HashAsync(path));
    }

    [Fact]
    public async Task the_sizes_of_empty_disks_that_are_kept_have_a_bound()
    {
        for (var i = 0; i < 20; i++) Assert.True((await fixture.Empty.EnsureAsync((64L + i) << 20, Token)).IsSuccess);

        Assert.Equal(16, Directory.GetFiles(fixture.Paths.EmptyDisks).Length);
    }

    [Fact]
    public async Task disks_made_at_the_same_time_are_made_once_each()
    {
        var owners = Enumerable.Range(0, 50).Select(i => StorageFixture.Owner($"t{i}", i)).ToList();

        var made = await Task.WhenAll(owners.Select(owner => fixture.EnsureAsync(owner)));

        Assert.All(made, each => Assert.True(each.IsSuccess));
        Assert.Equal(
            owners.Select(owner => fixture.Paths.Instance.UidOf(owner.Slot)).Order(),
            made.Select(each => FileStat.Of(each.Value).Value.UserId).Order());
    }

    [Fact]
    public async Task removing_takes_everything_in_the_tenants_folder_and_may_be_repeated()
    {
        var path = (await fixture.EnsureAsync(alice)).Value;
        Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(path)!, "snaps/first"));
        File.WriteAllText(scratch["outside"], "precious");
        File.CreateSymbolicLink(Path.Combine(Path.GetDirectoryName(path)!, "snaps/link"), scratch["outside"]);

        Assert.True((await fixture.Overlays.RemoveAsync(alice, Token)).IsSuccess);
        Assert.True((await fixture.Overlays.RemoveAsync(alice, Token)).IsSuccess);

        Assert.Empty(Directory.GetFileSystemEntries(fixture.Paths.Tenants));
        Assert.Equal("precious", File.ReadAllText(scratch["outside"]));
    }

    [Fact]
    public async Task a_flush_needs_a_disk()
    {
        Assert.Equal(StorageErrors.FileFailed, (await fixture.Overlays.FlushAsync(alice, Token)).Error.Code);

        _ = await fixture.EnsureAsync(alice);

        Assert.True((await fixture.Overlays.FlushAsync(alice, Token)).IsSuccess);
    }

    [Fact]
    public async Task a_size_that_the_hosts_file_system_cannot_hold_is_told()
    {
        // ext4 itself ends one block below 16 TiB; a file of 8 EiB fits nowhere.
        Assert.Equal(StorageErrors.EmptyFailed, (await fixture.EnsureAsync(alice, long.MaxValue >> 20 << 20)).Error.Code);
        Assert.Empty(Directory.GetFiles(fixture.Paths.EmptyDisks));
    }

    private static void WriteByte(string path, long offset)
    {
        using var file = File.OpenHandle(path, access: FileAccess.Write);
        RandomAccess.Write(file, [0x7B], offset);
    }

    private static bool IsGroup(string line) => line.StartsWith("Group ", StringComparison.Ordinal) && line.Contains(": (Blocks ", StringComparison.Ordinal);

    private static Task<string> HashAsync(string path) => ContentHash.OfFileAsync(path, Token);

    private static async Task<string> RunAsync(string program, params string[] arguments) =>
        (await new ProgramRunner(TimeProvider.System).RunToSuccessAsync(
            new ProgramInput { Program = program, Arguments = arguments, Timeout = TimeSpan.FromSeconds(60), MaxOutputBytes = 8 << 20 }, Token)).Value.Output;
}
