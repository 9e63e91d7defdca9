using System.Globalization;
using System.Text;

namespace Lobsterd.Tests.Fixtures.Kernels;

/// <summary>Reads a "newc" archive by the kernel's description of it, independent of the writer under test.</summary>
public static class CpioReader
{
    public sealed record Entry(string Name, uint Inode, uint Mode, uint Links, uint Time, uint RdevMajor, uint RdevMinor, byte[] Content);

    public static List<Entry> Read(ReadOnlySpan<byte> archive)
    {
        var entries = new List<Entry>();
        var at = 0;
        while (true)
        {
            if (Encoding.ASCII.GetString(archive.Slice(at, 6)) != "070701") throw new InvalidDataException($"no magic at {at}");
            var header = Encoding.ASCII.GetString(archive.Slice(at, 110));
            uint Field(int i) => uint.Parse(header.AsSpan(6 + (i * 8), 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var nameSize = (int)Field(11);
            var name = Encoding.UTF8.GetString(archive.Slice(at + 110, nameSize - 1));
            if (archive[at + 110 + nameSize - 1] != 0) throw new InvalidDataException($"the name at {at} does not end");
            at = Aligned(at + 110 + nameSize);
            var content = archive.Slice(at, (int)Field(6)).ToArray();
            at = Aligned(at + content.Length);
            if (name == "TRAILER!!!") return at == archive.Length ? entries : throw new InvalidDataException("something follows the trailer");
            entries.Add(new Entry(name, Field(0), Field(1), Field(4), Field(5), Field(9), Field(10), content));
        }
    }

    private static int Aligned(int offset) => (offset + 3) / 4 * 4;
}
