using System.Buffers.Binary;
using System.Text;

namespace Lobsterd.Tests.Fixtures.Kernels;

/// <summary>Makes x86 boot images and uncompressed kernels that boot nothing but read as real ones do.</summary>
public static class BootImage
{
    public const string Release = "6.1.0-test-amd64";

    private const int PayloadStart = 1024;
    private const int SetupSectors = 1;
    private const int SectorSize = 512;

    /// <summary>A boot image around a packed kernel.</summary>
    /// <param name="packed">The packed kernel.</param>
    /// <param name="unpackedBytes">What the image says of its size.</param>
    /// <param name="hasOwnSize">Whether the packed form ends with the size itself, as gzip does.</param>
    public static byte[] Around(byte[] packed, int unpackedBytes, bool hasOwnSize = false)
    {
        var length = packed.Length + (hasOwnSize ? 0 : sizeof(uint));
        var image = new byte[((SetupSectors + 1) * SectorSize) + PayloadStart + length];
        image[0x1F1] = SetupSectors;
        "HdrS"u8.CopyTo(image.AsSpan(0x202));
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(0x206), 0x020F);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(0x20E), 0x100);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(0x248), PayloadStart);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(0x24C), (uint)length);
        Encoding.ASCII.GetBytes(Release + " (someone@somewhere) #1\0").CopyTo(image.AsSpan(0x300));
        packed.CopyTo(image.AsSpan(((SetupSectors + 1) * SectorSize) + PayloadStart));
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(image.Length - sizeof(uint)), (uint)unpackedBytes);
        return image;
    }

    /// <summary>An ELF executable with one segment, the kernel's banner, and what is wanted of a PVH note and a configuration.</summary>
    public static byte[] Vmlinux(bool hasPvh = true, byte[]? packedConfig = null)
    {
        var body = new List<byte>(Encoding.ASCII.GetBytes($"%s Linux version %s\0Linux version {Release} (someone@somewhere) #1\n\0"));
        if (packedConfig is not null) body.AddRange([.. "IKCFG_ST"u8, .. packedConfig, .. "IKCFG_ED"u8]);
        byte[] note = [4, 0, 0, 0, 4, 0, 0, 0, (byte)(hasPvh ? 18 : 6), 0, 0, 0, .. "Xen\0"u8, 0, 0, 0, 1];
        const int Entries = 64;
        const int Content = Entries + (2 * 56);

        var file = new byte[Content + body.Count + note.Length];
        byte[] magic = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
        magic.CopyTo(file, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(16), 2);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(18), 62);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(32), Entries);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(54), 56);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(56), 2);
        WriteEntry(file.AsSpan(Entries), type: 1, Content, body.Count);
        WriteEntry(file.AsSpan(Entries + 56), type: 4, Content + body.Count, note.Length);
        body.CopyTo(file, Content);
        note.CopyTo(file, Content + body.Count);
        return file;
    }

    private static void WriteEntry(Span<byte> entry, uint type, int offset, int length)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(entry, type);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[8..], (ulong)offset);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[32..], (ulong)length);
    }
}
