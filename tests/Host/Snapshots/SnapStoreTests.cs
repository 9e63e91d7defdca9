using Lobsterd.Domain.Snapshots;
using Lobsterd.Host.Images;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Lobsterd.Tests.Fixtures;
using Lobsterd.Tests.Host.Storage;
using Xunit;

namespace Lobsterd.Tests.Host.Snapshots;

public sealed class SnapStoreTests
{
    private const long Mebibyte = 1 << 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("xfs", true)]
    [InlineData("ext4", false)]
    [InlineData("tmpfs", false)]
    public async Task a_snap_is_the_disk_of_the_moment_of_its_second_half(string kind, bool shares)
    {
        using var scratch = new ScratchFolder();
        await using var mounted = await MountedFileSystem.MakeAsync(scratch, kind);
        using var fixture = await SnapFixture.MakeAsync(mounted.Path);
        fixture.Write(20 * Mebibyte, 1, 2, 3);
        fixture.Write(30 * Mebibyte, new byte[3 * Mebibyte]);

        var draft = fixture.Draft();
        Assert.Equal(shares, (await fixture.Store.PrepareAsync(draft, Token)).Value);
        fixture.Write(20 * Mebibyte, 9);
        fixture.Write((41 * Mebibyte) - 1, 7, 7);
        GiveBack(fixture.Disk, 30 * Mebibyte, Mebibyte);
        Assert.True((await fixture.Store.CopyAsync(draft, Token)).IsSuccess);
        var then = await ContentHash.OfFileAsync(fixture.Disk, Token);
        fixture.Write(20 * Mebibyte, 5);
        var snap = (await fixture.Store.SealAsync(draft, Token)).Value;

        Assert.Equal(then, await ContentHash.OfFileAsync(fixture.Store.DiskOf(snap), Token));
        Assert.Equal(snap, Assert.Single(fixture.Store.List().Value));
        Assert.True((await fixture.Store.VerifyAsync(snap, Token)).IsSuccess);
        Assert.Equal((0u, 0x100), (FileStat.Of(fixture.Store.DiskOf(snap)).Value.UserId, FileStat.Of(fixture.Store.DiskOf(snap)).Value.Mode));
        Assert.InRange(FileStat.Of(fixture.Store.DiskOf(snap)).Value.AllocatedBytes, 1, 16 * Mebibyte);
    }

    [Fact]
    public async Task the_same_disk_has_the_same_hash_whatever_its_holes()
    {
        using var scratch = new ScratchFolder();
        using var fixture = await SnapFixture.MakeAsync(scratch.Path);
        fixture.Write(20 * Mebibyte, 1, 2, 3);
        var one = await fixture.TakeAsync();
        fixture.Write(50 * Mebibyte, new byte[2 * Mebibyte]);

        var other = await fixture.TakeAsync();

        Assert.Equal((one.Sha256, one.ContentBytes), (other.Sha256, other.ContentBytes));
        fixture.Write(50 * Mebibyte, 1);
        Assert.NotEqual(one.Sha256, (await fixture.TakeAsync()).Sha256);
    }

    [Fact]
    public async Task one_that_was_not_sealed_is_swept_away_and_never_listed()
    {
        using var scratch = new ScratchFolder();
        using var fixture = await SnapFixture.MakeAsync(scratch.Path);
        var whole = await fixture.TakeAsync(label: "whole");
        var half = fixture.Draft();
        Assert.True((await fixture.Store.PrepareAsync(half, Token)).IsSuccess);
        Assert.Equal(whole, Assert.Single(fixture.Store.List().Value));

        Assert.True(fixture.Store.Sweep().IsSuccess);

        Assert.Single(Directory.EnumerateDirectories(Path.Combine(fixture.Folder, fixture.Tenant.Id.ToString("D"))));
        Assert.True((await fixture.Store.CopyAsync(half, Token)).IsFailure);
        Assert.True(fixture.Store.Remove(half.TenantId, half.Id).IsSuccess);
    }

    [Fact]
    public async Task taking_one_twice_gives_one()
    {
        using var scratch = new ScratchFolder();
        using var fixture = await SnapFixture.MakeAsync(scratch.Path);
        var draft = fixture.Draft();
        for (var time = 0; time < 2; time++) Assert.True((await fixture.Store.PrepareAsync(draft, Token)).IsSuccess);
        for (var time = 0; time < 2; time++) Assert.True((await fixture.Store.CopyAsync(draft, Token)).IsSuccess);
        var first = (await fixture.Store.SealAsync(draft, Token)).Value;

        Assert.Equal(first, (await fixture.Store.SealAsync(draft, Token)).Value);
        for (var time = 0; time < 2; time++) Assert.True(fixture.Store.Remove(draft.TenantId, draft.Id).IsSuccess);
        Assert.Empty(fixture.Store.List().Value);
    }

    [Fact]
    public async Task a_changed_disk_is_told()
    {
        using var scratch = new ScratchFolder();
        using var fixture = await SnapFixture.MakeAsync(scratch.Path);
        fixture.Write(20 * Mebibyte, 1, 2, 3);
        var snap = await fixture.TakeAsync();
        await using (var disk = File.OpenWrite(fixture.Store.DiskOf(snap)))
        {
            disk.Position = 20 * Mebibyte;
            disk.WriteByte(2);
        }

        Assert.Equal(SnapErrors.Damaged, (await fixture.Store.VerifyAsync(snap, Token)).Error.Code);
        Assert.Equal(SnapErrors.Damaged, (await fixture.Store.ExportAsync(snap, scratch["archive"], Token)).Error.Code);
        Assert.False(File.Exists(scratch["archive"]));
        await using (var disk = File.OpenWrite(fixture.Store.DiskOf(snap))) disk.SetLength(Mebibyte);
        Assert.True(Assert.Single(fixture.Store.List().Value).IsDamaged);
    }

    private static void GiveBack(string path, long offset, long length)
    {
        using var disk = Fd.Open(path, OpenFlags.ReadWrite).Value;
        Assert.True(SparseFile.Punch(disk, offset, length).IsSuccess);
    }
}
