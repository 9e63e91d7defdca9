using System.Formats.Tar;
using System.IO.Compression;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Host.Images;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Snapshots;

public sealed class SnapArchiveTests
{
    private const long Mebibyte = 1 << 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task an_archive_makes_the_same_snap_elsewhere()
    {
        using var scratch = new ScratchFolder();
        using var here = await SnapFixture.MakeAsync(scratch["here"]);
        using var there = await SnapFixture.MakeAsync(scratch["there"]);
        var snap = await ExportAsync(here, scratch["archive"]);

        var taken = (await there.Store.ImportAsync(scratch["archive"], Token)).Value;

        Assert.Equal(snap, taken);
        Assert.Equal(taken, (await there.Store.ImportAsync(scratch["archive"], Token)).Value);
        Assert.Equal(await ContentHash.OfFileAsync(here.Store.DiskOf(snap), Token), await ContentHash.OfFileAsync(there.Store.DiskOf(taken), Token));
        Assert.True((await there.Store.VerifyAsync(taken, Token)).IsSuccess);
        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(scratch["archive"]));
    }

    [Fact]
    public async Task any_tar_reads_it()
    {
        using var scratch = new ScratchFolder();
        using var fixture = await SnapFixture.MakeAsync(scratch["here"]);
        var snap = await ExportAsync(fixture, scratch["archive"]);

        await using var packed = new GZipStream(File.OpenRead(scratch["archive"]), CompressionMode.Decompress);
        await using var tar = new TarReader(packed);
        var manifest = await tar.GetNextEntryAsync(copyData: false, Token);
        Assert.Equal(("manifest.json", TarEntryType.RegularFile), (manifest!.Name, manifest.EntryType));
        var disk = await tar.GetNextEntryAsync(copyData: false, Token);
        Assert.Equal(("disk.pieces", snap.ContentBytes / Mebibyte * (Mebibyte + 8)), (disk!.Name, disk.Length));
        Assert.Null(await tar.GetNextEntryAsync(copyData: false, Token));
    }

    [Fact]
    public async Task nothing_is_overwritten_and_no_link_is_followed()
    {
        using var scratch = new ScratchFolder();
        using var fixture = await SnapFixture.MakeAsync(scratch["here"]);
        var snap = await fixture.TakeAsync();
        await File.WriteAllTextAsync(scratch["taken"], "mine", Token);
        _ = File.CreateSymbolicLink(scratch["link"], scratch["elsewhere"]);

        foreach (var path in (string[])[scratch["taken"], scratch["link"], scratch["none/archive"]])
            Assert.Equal(SnapErrors.ArchiveFailed, (await fixture.Store.ExportAsync(snap, path, Token)).Error.Code);
        Assert.Equal("mine", await File.ReadAllTextAsync(scratch["taken"], Token));
        Assert.False(File.Exists(scratch["elsewhere"]));
    }

    [Fact]
    public async Task a_damaged_archive_is_refused_and_leaves_nothing()
    {
        using var scratch = new ScratchFolder();
        using var here = await SnapFixture.MakeAsync(scratch["here"]);
        using var there = await SnapFixture.MakeAsync(scratch["there"]);
        _ = await ExportAsync(here, scratch["archive"]);
        var plain = await UnpackAsync(scratch["archive"]);

        var damages = new Dictionary<string, byte[]>
        {
            ["nothing at all"] = [],
            ["cut in the manifest"] = plain[..700],
            ["cut in the disk"] = plain[..(plain.Length / 2)],
            ["its end missing"] = plain[..^1_024],
            ["something behind it"] = [.. plain, 1],
            ["too much behind it"] = [.. plain, .. new byte[64 << 10]],
        };
        foreach (var at in (int[])[0, 10, 130, 150, 157, 518, 1_024 + 10, 2_048, plain.Length / 2, plain.Length - 2_000])
            damages[$"byte {at} changed"] = [.. plain[..at], (byte)(plain[at] ^ 0x40), .. plain[(at + 1)..]];

        foreach (var (what, bytes) in damages)
        {
            await PackAsync(scratch["damaged"], bytes);
            var taken = await there.Store.ImportAsync(scratch["damaged"], Token);
            Assert.True(taken.IsFailure && taken.Error.Code == SnapErrors.ArchiveInvalid, $"{what}: {(taken.IsFailure ? taken.Error.FullMessage : "it was taken")}");
            Assert.Empty(Directory.Exists(there.Folder) ? Directory.EnumerateDirectories(there.Folder, "*.new", SearchOption.AllDirectories) : []);
            Assert.Empty(there.Store.List().Value);
        }
    }

    [Fact]
    public async Task names_that_lead_elsewhere_links_and_further_files_are_refused()
    {
        using var scratch = new ScratchFolder();
        using var fixture = await SnapFixture.MakeAsync(scratch["here"]);
        foreach (var (name, kind) in new[] { ("../manifest.json", TarEntryType.RegularFile), ("/etc/manifest.json", TarEntryType.RegularFile), ("manifest.json", TarEntryType.SymbolicLink), ("other", TarEntryType.RegularFile) })
        {
            using var bytes = new MemoryStream();
            await using (var tar = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
            {
                var entry = new UstarTarEntry(kind, name);
                if (kind == TarEntryType.SymbolicLink) entry.LinkName = "/etc/passwd";
                else entry.DataStream = new MemoryStream("{}"u8.ToArray());
                await tar.WriteEntryAsync(entry, Token);
            }

            await PackAsync(scratch["hostile"], bytes.ToArray());
            Assert.Equal(SnapErrors.ArchiveInvalid, (await fixture.Store.ImportAsync(scratch["hostile"], Token)).Error.Code);
        }

        await File.WriteAllTextAsync(scratch["text"], "no archive", Token);
        Assert.Equal(SnapErrors.ArchiveInvalid, (await fixture.Store.ImportAsync(scratch["text"], Token)).Error.Code);
        Assert.Equal(SnapErrors.ArchiveFailed, (await fixture.Store.ImportAsync("/dev/zero", Token)).Error.Code);
        Assert.Equal(SnapErrors.ArchiveFailed, (await fixture.Store.ImportAsync(scratch["none"], Token)).Error.Code);
    }

    private static async Task<Snap> ExportAsync(SnapFixture fixture, string path)
    {
        fixture.Write(20 * Mebibyte, 1, 2, 3);
        var snap = await fixture.TakeAsync(label: "first");
        var exported = await fixture.Store.ExportAsync(snap, path, Token);
        Assert.True(exported.IsSuccess, exported.IsFailure ? exported.Error.FullMessage : "");
        return snap;
    }

    private static async Task<byte[]> UnpackAsync(string path)
    {
        using var bytes = new MemoryStream();
        await using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        await packed.CopyToAsync(bytes, Token);
        return bytes.ToArray();
    }

    private static async Task PackAsync(string path, byte[] bytes)
    {
        await using var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        await packed.WriteAsync(bytes, Token);
    }
}
