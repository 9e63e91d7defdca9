using System.Formats.Tar;
using System.Text;
using CsCheck;
using Lobsterd.Host.Images.Npm;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Images.Npm;

public sealed class NpmTarEntriesTests
{
    private static readonly string Long = "package/" + string.Join('/', Enumerable.Repeat("a-long-name-of-a-folder", 12)) + "/index.js";

    [Theory]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void the_files_of_each_form_are_read(TarEntryFormat form)
    {
        var bytes = Archive(form);
        using var archive = new MemoryStream(bytes);

        var read = NpmTarEntries.Read(archive).ToList();

        Assert.Equal([form == TarEntryFormat.Ustar ? "package/short" : Long, "package/ü.js", "package/empty"], read.Select(entry => entry.Name));
        Assert.Equal([true, false, false], read.Select(entry => entry.IsExecutable));
        Assert.Equal(["first", "second", ""], read.Select(entry => Encoding.UTF8.GetString(bytes, (int)entry.Offset, (int)entry.Size)));
    }

    [Fact]
    public void an_owner_that_fits_nowhere_is_nobodys_concern()
    {
        var bytes = Archive(TarEntryFormat.Ustar);
        byte[] large = [0x80, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF];
        large.CopyTo(bytes, 108);
        SumUp(bytes);
        using var archive = new MemoryStream(bytes);
        using var theirs = new TarReader(new MemoryStream(bytes));

        Assert.Equal(3, NpmTarEntries.Read(archive).Count());
        Assert.ThrowsAny<Exception>(() => theirs.GetNextEntry());
    }

    [Fact]
    public void whatever_stands_in_it_is_files_within_it_or_no_archive() =>
        Gen.Select(Gen.Int[0, 4_000], Gen.Byte, Gen.Bool).Array[1, 6].Sample(edits =>
        {
            var bytes = Archive(TarEntryFormat.Pax);
            foreach (var (at, value, isSummed) in edits)
            {
                bytes[at % bytes.Length] = value;
                if (isSummed) SumUp(bytes);
            }

            try
            {
                using var archive = new MemoryStream(bytes);
                return NpmTarEntries.Read(archive).All(entry => entry.Size >= 0 && entry.Offset + entry.Size <= bytes.Length);
            }
            catch (Exception refused) when (refused is InvalidDataException or EndOfStreamException)
            {
                return true;
            }
        });

    private static byte[] Archive(TarEntryFormat form)
    {
        using var bytes = new MemoryStream();
        using (var writer = new TarWriter(bytes, form, leaveOpen: true))
        {
            writer.WriteEntry(Entry(TarEntryType.RegularFile, form == TarEntryFormat.Ustar ? "package/short" : Long, "first", UnixFileMode.UserRead | UnixFileMode.UserExecute));
            writer.WriteEntry(Entry(TarEntryType.Directory, "package/folder", null, UnixFileMode.UserExecute));
            writer.WriteEntry(Entry(TarEntryType.RegularFile, "package/ü.js", "second", UnixFileMode.UserRead));
            writer.WriteEntry(Entry(TarEntryType.RegularFile, "package/empty", "", UnixFileMode.UserRead));
        }

        return bytes.ToArray();

        TarEntry Entry(TarEntryType type, string name, string? content, UnixFileMode mode)
        {
            TarEntry entry = form switch
            {
                TarEntryFormat.Ustar => new UstarTarEntry(type, name),
                TarEntryFormat.Pax => new PaxTarEntry(type, name),
                _ => new GnuTarEntry(type, name),
            };
            entry.Mode = mode;
            if (content is not null) entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content));
            return entry;
        }
    }

    // Of the first header.
    private static void SumUp(byte[] bytes)
    {
        "        "u8.CopyTo(bytes.AsSpan(148));
        var sum = 0;
        foreach (var each in bytes.AsSpan(0, 512)) sum += each;
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(bytes, 148);
    }
}
