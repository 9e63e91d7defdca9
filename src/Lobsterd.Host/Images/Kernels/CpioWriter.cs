using System.Globalization;
using System.Text;

namespace Lobsterd.Host.Images.Kernels;

/// <summary>Writes a cpio archive in the "newc" form that the kernel unpacks as its initramfs. The same calls give the same bytes: no time, no
/// owner but root, inode numbers in the order of the calls.</summary>
/// <remarks>Source: <see href="https://docs.kernel.org/driver-api/early-userspace/buffer-format.html">initramfs buffer format</see>. Parent folders
/// must be written before what is in them: the kernel makes none by itself.</remarks>
internal sealed class CpioWriter(Stream output)
{
    private const string Trailer = "TRAILER!!!";
    private const int LongestName = 4_095;
    private const uint DirectoryType = 0x4000;
    private const uint CharacterDeviceType = 0x2000;
    private const uint RegularType = 0x8000;

    private static readonly byte[] Zeros = new byte[4];

    private uint nextInode = 1;

    /// <summary>Writes a folder.</summary>
    /// <param name="path">Relative, of the archive's root; no <c>.</c> or <c>..</c> in it.</param>
    /// <param name="mode">Permission bits.</param>
    public void WriteDirectory(string path, UnixFileMode mode) => WriteEntry(Checked(path), DirectoryType | (uint)mode, links: 2, [], device: default);

    /// <summary>Writes a file.</summary>
    /// <param name="path">Relative, of the archive's root.</param>
    /// <param name="mode">Permission bits.</param>
    /// <param name="content">All of it.</param>
    public void WriteFile(string path, UnixFileMode mode, ReadOnlySpan<byte> content) =>
        WriteEntry(Checked(path), RegularType | (uint)mode, links: 1, content, device: default);

    /// <summary>Writes a character device.</summary>
    /// <param name="path">Relative, of the archive's root.</param>
    /// <param name="mode">Permission bits.</param>
    /// <param name="major">Major number.</param>
    /// <param name="minor">Minor number.</param>
    public void WriteCharacterDevice(string path, UnixFileMode mode, uint major, uint minor) =>
        WriteEntry(Checked(path), CharacterDeviceType | (uint)mode, links: 1, [], (major, minor));

    /// <summary>Writes the end of the archive; nothing may follow.</summary>
    public void Finish()
    {
        nextInode = 0;
        WriteEntry(Trailer, mode: 0, links: 1, [], device: default);
    }

    private static string Checked(string path)
    {
        var isPlain = path.Length > 0 && Encoding.UTF8.GetByteCount(path) <= LongestName && path != Trailer && !path.Contains('\0', StringComparison.Ordinal)
            && path.Split('/').All(part => part is not ("" or "." or ".."));
        return isPlain ? path : throw new ArgumentException($"'{path}' is no path within an archive", nameof(path));
    }

    private void WriteEntry(string name, uint mode, uint links, ReadOnlySpan<byte> content, (uint Major, uint Minor) device)
    {
        var nameBytes = Encoding.UTF8.GetBytes(name + '\0');
        uint[] fields = [nextInode++, mode, 0, 0, links, 0, (uint)content.Length, 0, 0, device.Major, device.Minor, (uint)nameBytes.Length, 0];
        var header = new StringBuilder("070701", 110);
        foreach (var field in fields) _ = header.Append(CultureInfo.InvariantCulture, $"{field:X8}");

        output.Write(Encoding.ASCII.GetBytes(header.ToString()));
        output.Write(nameBytes);
        Pad(header.Length + nameBytes.Length);
        output.Write(content);
        Pad(content.Length);
    }

    private void Pad(int written) => output.Write(Zeros, 0, -written & 3);
}
