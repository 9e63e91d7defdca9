namespace Lobsterd.Host.Images.Kernels;

/// <summary>A way in which the kernel's build packs it, and the program that unpacks it.</summary>
/// <param name="Name">Its name, as people say it.</param>
/// <param name="Program">Absolute path of the program that unpacks it from standard input to standard output.</param>
/// <param name="Arguments">The program's arguments.</param>
/// <param name="Package">The Debian package that has the program.</param>
/// <param name="EndsWithItsSize">Whether the packed form itself ends with the unpacked size; the build appends it to every other.</param>
internal sealed record KernelPacking(string Name, string Program, IReadOnlyList<string> Arguments, string Package, bool EndsWithItsSize = false)
{
    private static readonly (byte[] Magic, KernelPacking Packing)[] Known =
    [
        ([0x1F, 0x8B], new("gzip", "/usr/bin/gzip", ["-dc"], "gzip", EndsWithItsSize: true)),
        ([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'], new("xz", "/usr/bin/xz", ["-dc", "--single-stream"], "xz-utils")),
        ([0x28, 0xB5, 0x2F, 0xFD], new("zstd", "/usr/bin/zstd", ["-dcq"], "zstd")),
        ([0x02, 0x21, 0x4C, 0x18], new("lz4", "/usr/bin/lz4", ["-dcq"], "lz4")),
        ([(byte)'B', (byte)'Z', (byte)'h'], new("bzip2", "/usr/bin/bzip2", ["-dc"], "bzip2")),
        ([0x5D, 0x00, 0x00], new("lzma", "/usr/bin/xz", ["-dc", "--format=lzma"], "xz-utils")),
        ([0x89, (byte)'L', (byte)'Z', (byte)'O'], new("lzo", "/usr/bin/lzop", ["-dc"], "lzop")),
    ];

    /// <summary>The way in which something is packed, by its first bytes; null when it is none that we know.</summary>
    public static KernelPacking? Of(ReadOnlySpan<byte> packed)
    {
        foreach (var (magic, packing) in Known)
            if (packed.StartsWith(magic)) return packing;
        return null;
    }
}
