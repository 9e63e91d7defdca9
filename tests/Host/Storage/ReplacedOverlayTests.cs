using Lobsterd.Domain.Storage;
using Lobsterd.Domain.Tenants;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Storage;

/// <summary>A disk that takes another one's place: at every instant one whole disk has the name, and the old one comes back until it is dropped.</summary>
public sealed class ReplacedOverlayTests : IDisposable
{
    private const long Place = 32L << 20;

    private readonly ScratchFolder scratch = new();
    private readonly StorageFixture fixture;
    private readonly VmOwner alice = StorageFixture.Owner("alice", 3);

    public ReplacedOverlayTests() => fixture = new StorageFixture(scratch.Path);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Disk => fixture.Overlays.PathOf(alice.Name);

    public void Dispose()
    {
        fixture.Dispose();
        scratch.Dispose();
    }

    [Fact]
    public async Task replacing_twice_is_replacing_once_and_the_old_one_comes_back()
    {
        var input = await PrepareAsync();
        for (var time = 0; time < 2; time++) Assert.True((await fixture.Overlays.ReplaceAsync(input, Token)).IsSuccess);
        Assert.Equal(2, ReadByte());
        Assert.Empty(fixture.Overlays.FaultsOf(input).Value);

        for (var time = 0; time < 2; time++) Assert.True((await fixture.Overlays.TakeBackReplacedAsync(alice, Token)).IsSuccess);

        Assert.Equal(1, ReadByte());
        Assert.Equal([Disk], Directory.EnumerateFiles(Path.GetDirectoryName(Disk)!));
    }

    [Fact]
    public async Task what_is_dropped_does_not_come_back()
    {
        var input = await PrepareAsync();
        Assert.True((await fixture.Overlays.ReplaceAsync(input, Token)).IsSuccess);
        for (var time = 0; time < 2; time++) Assert.True((await fixture.Overlays.DropReplacedAsync(alice, Token)).IsSuccess);

        Assert.True((await fixture.Overlays.TakeBackReplacedAsync(alice, Token)).IsSuccess);

        Assert.Equal(2, ReadByte());
        Assert.Equal([Disk], Directory.EnumerateFiles(Path.GetDirectoryName(Disk)!));
        Assert.True((await fixture.Overlays.DropReplacedAsync(StorageFixture.Owner("nobody", 9), Token)).IsSuccess);
    }

    [Fact]
    public async Task a_copy_that_was_cut_off_changes_nothing()
    {
        var input = await PrepareAsync();
        var broken = await fixture.Overlays.ReplaceAsync(input with { Origin = scratch["none"] }, Token);

        Assert.Equal(StorageErrors.FileFailed, broken.Error.Code);
        Assert.True((await fixture.Overlays.TakeBackReplacedAsync(alice, Token)).IsSuccess);
        Assert.Equal(1, ReadByte());
        Assert.Equal([Disk], Directory.EnumerateFiles(Path.GetDirectoryName(Disk)!));
    }

    private async Task<EnsureOverlayInput> PrepareAsync()
    {
        Assert.True((await fixture.EnsureAsync(alice)).IsSuccess);
        File.Copy(Disk, scratch["snap"]);
        WriteByte(Disk, 1);
        WriteByte(scratch["snap"], 2);
        return new EnsureOverlayInput(alice, StorageFixture.Size) { Origin = scratch["snap"] };
    }

    private static void WriteByte(string path, byte value)
    {
        using var disk = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
        RandomAccess.Write(disk, [value], Place);
    }

    private int ReadByte()
    {
        using var disk = File.OpenRead(Disk);
        disk.Position = Place;
        return disk.ReadByte();
    }
}
