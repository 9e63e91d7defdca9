using System.Buffers.Binary;
using System.Text;

namespace Lobsterd.Host.Images.Kernels;

/// <summary>What an x86 boot image says of the kernel that is packed in it.</summary>
/// <param name="Payload">Where the packed kernel lies, without the size that is appended to it.</param>
/// <param name="Packing">How it is packed; null when its first bytes tell of no way that we know.</param>
/// <param name="UnpackedBytes">Its size unpacked, as the image tells it.</param>
/// <param name="Release">The kernel's release; null when the image does not tell it.</param>
/// <remarks>Layout: <see href="https://docs.kernel.org/arch/x86/boot.html">the Linux/x86 boot protocol</see>, 2.08 and later.</remarks>
internal sealed record BzImage(Range Payload, KernelPacking? Packing, long UnpackedBytes, string? Release)
{
    private const int SectorSize = 512;
    private const int HeaderEnd = 0x250;
    private const int FirstWithPayload = 0x0208;
    private const int DefaultSetupSectors = 4;
    private const int LongestRelease = 64;
    private const int SizeBytes = 4;

    /// <summary>Reads the setup header.</summary>
    /// <param name="file">The whole file.</param>
    /// <returns>Null when the bytes are no boot image, or one that names no payload within itself.</returns>
    public static BzImage? Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderEnd || !file[0x202..].StartsWith("HdrS"u8) || U16(file, 0x206) < FirstWithPayload) return null;

        long sectors = file[0x1F1] == 0 ? DefaultSetupSectors : file[0x1F1];
        var start = ((sectors + 1) * SectorSize) + U32(file, 0x248);
        long length = U32(file, 0x24C);
        if (length <= 2 * SizeBytes || start + length > file.Length) return null;

        var payload = file.Slice((int)start, (int)length);
        var packing = KernelPacking.Of(payload);
        var end = packing is { EndsWithItsSize: true } ? length : length - SizeBytes;
        return new BzImage((int)start..(int)(start + end), packing, U32(payload, (int)length - SizeBytes), ReleaseOf(file));
    }

    // The pointer counts from the end of the boot sector; the text goes on after a space with who built the kernel and when.
    private static string? ReleaseOf(ReadOnlySpan<byte> file)
    {
        var pointer = U16(file, 0x20E);
        if (pointer == 0 || pointer + SectorSize >= file.Length) return null;
        var text = file[(pointer + SectorSize)..];
        var end = text[..Math.Min(text.Length, LongestRelease + 1)].IndexOfAny((byte)' ', (byte)0);
        return end > 0 && Ascii.IsValid(text[..end]) ? Encoding.ASCII.GetString(text[..end]) : null;
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
