using System.Buffers.Binary;
using System.Text;

namespace Lobsterd.Tests.Fixtures.Kernels;

/// <summary>Makes the smallest ELF file with a .modinfo section, laid out by elf(5).</summary>
public static class ElfFile
{
    public static byte[] Module(string modinfo)
    {
        var names = "\0.shstrtab\0.modinfo\0"u8.ToArray();
        var info = Encoding.ASCII.GetBytes(modinfo);
        var file = new byte[64 + names.Length + info.Length + (3 * 64)];
        byte[] magic = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
        magic.CopyTo(file, 0);
        var table = 64 + names.Length + info.Length;
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(40), (ulong)table);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(58), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(60), 3);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(62), 1);
        names.CopyTo(file, 64);
        info.CopyTo(file, 64 + names.Length);
        Entry(1, name: 1, offset: 64, size: names.Length);
        Entry(2, name: 11, offset: 64 + names.Length, size: info.Length);
        return file;

        void Entry(int index, uint name, int offset, int size)
        {
            var entry = file.AsSpan(table + (index * 64));
            BinaryPrimitives.WriteUInt32LittleEndian(entry, name);
            BinaryPrimitives.WriteUInt64LittleEndian(entry[24..], (ulong)offset);
            BinaryPrimitives.WriteUInt64LittleEndian(entry[32..], (ulong)size);
        }
    }
}
