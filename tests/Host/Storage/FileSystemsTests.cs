using Lobsterd.Domain.Storage;
using Lobsterd.Host.Images;
using Lobsterd.Host.Storage;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Storage;

/// <summary>The same disks on other file systems than the host's own, each in a file of its own on a loop device.</summary>
public sealed class FileSystemsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("xfs", true)]
    [InlineData("ext4", false)]
    [InlineData("tmpfs", false)]
    public async Task a_disk_shares_its_blocks_where_the_file_system_can(string kind, bool canShare)
    {
        using var scratch = new ScratchFolder();
        await using var mounted = await MountedFileSystem.MakeAsync(scratch, kind);
        using var fixture = new StorageFixture(mounted.Path);

        var empty = (await fixture.Empty.EnsureAsync(StorageFixture.Size, Token)).Value;
        var paths = new List<string>();
        for (var i = 0; i < 3; i++) paths.Add((await fixture.EnsureAsync(StorageFixture.Owner($"t{i}", i))).Value);

        var expected = await ContentHash.OfFileAsync(empty, Token);
        foreach (var path in paths) Assert.Equal(expected, await ContentHash.OfFileAsync(path, Token));
        Assert.True((await fixture.Overlays.FlushAsync(StorageFixture.Owner("t0", 0), Token)).IsSuccess);

        Assert.Equal(canShare, await SharedExtentsAsync(paths[0]) > 0);
    }

    [Fact]
    public async Task a_full_file_system_is_told_and_nothing_unfinished_gets_a_name()
    {
        using var scratch = new ScratchFolder();
        await using var mounted = await MountedFileSystem.MakeAsync(scratch, "ext4");
        using var fixture = new StorageFixture(mounted.Path);
        Assert.True((await fixture.Empty.EnsureAsync(StorageFixture.Size, Token)).IsSuccess);
        _ = await new ProgramRunner(TimeProvider.System).RunAsync(
            new ProgramInput { Program = "/bin/dd", Arguments = ["if=/dev/zero", $"of={mounted.Path}/filler", "bs=64K"], Timeout = TimeSpan.FromSeconds(60) }, Token);
        var owner = StorageFixture.Owner("alice", 1);

        var error = (await fixture.EnsureAsync(owner)).Error;

        Assert.Equal(StorageErrors.DiskExhausted, error.Code);
        Assert.False(File.Exists(fixture.Paths.OverlayOf(owner.Name)));
        Assert.True((await fixture.Overlays.RemoveAsync(owner, Token)).IsSuccess);
    }

    [Fact]
    public async Task capacity_is_that_of_the_file_system_that_holds_the_overlays()
    {
        using var scratch = new ScratchFolder();
        await using var mounted = await MountedFileSystem.MakeAsync(scratch, "ext4");
        using var fixture = new StorageFixture(mounted.Path);

        var capacity = new HostCapacityReader(fixture.Paths).Read().Value;

        Assert.InRange(capacity.TotalDiskBytes, 1, MountedFileSystem.SizeBytes);
        Assert.InRange(capacity.FreeDiskBytes, 1, capacity.TotalDiskBytes);
        Assert.InRange(capacity.AvailableMemoryBytes, 1, 1L << 50);
    }

    [Fact]
    public void capacity_before_the_folders_are_made_is_an_error()
    {
        using var scratch = new ScratchFolder();

        Assert.Equal(StorageErrors.CapacityUnreadable, new HostCapacityReader(new Lobsterd.Domain.Layout.LobsterdPaths(scratch["none"])).Read().Error.Code);
    }

    private static async Task<int> SharedExtentsAsync(string path)
    {
        var listed = await new ProgramRunner(TimeProvider.System).RunAsync(
            new ProgramInput { Program = "/usr/sbin/filefrag", Arguments = ["-v", path], Timeout = TimeSpan.FromSeconds(20) }, Token);
        return listed.Value.Output.Split('\n').Count(line => line.Contains("shared", StringComparison.Ordinal));
    }
}
