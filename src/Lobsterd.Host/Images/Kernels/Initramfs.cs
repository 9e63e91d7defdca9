using System.Text;

namespace Lobsterd.Host.Images.Kernels;

/// <summary>Writes the file system that the kernel starts with: the guest binary as <c>/init</c>, <c>/modules.order</c> with one file name a line
/// in load order, and those files in <c>/lib/modules</c>. The same parts give the same bytes.</summary>
/// <remarks>Not compressed, by measurement: docs/decisions/0050-initramfs.md.</remarks>
internal static class Initramfs
{
    /// <summary>Number of this layout; another one makes another file of the same parts.</summary>
    public const int Layout = 1;

    private const UnixFileMode Executable = (UnixFileMode)0b111_101_101;
    private const UnixFileMode Plain = (UnixFileMode)0b110_100_100;
    private const UnixFileMode OwnerOnly = (UnixFileMode)0b110_000_000;

    /// <summary>Writes it.</summary>
    /// <param name="guest">The guest binary.</param>
    /// <param name="modules">Modules in load order.</param>
    /// <param name="output">Where it goes.</param>
    public static void Write(ReadOnlySpan<byte> guest, IReadOnlyList<KernelModule> modules, Stream output)
    {
        var archive = new CpioWriter(output);
        foreach (var folder in (string[])["dev", "lib", "lib/modules", "proc", "run", "sys"]) archive.WriteDirectory(folder, Executable);

        // The kernel opens it for the first process, before anything is mounted.
        archive.WriteCharacterDevice("dev/console", OwnerOnly, major: 5, minor: 1);
        archive.WriteFile("init", Executable, guest);
        archive.WriteFile("modules.order", Plain, Encoding.ASCII.GetBytes(string.Concat(modules.Select(module => module.FileName + '\n'))));
        foreach (var module in modules) archive.WriteFile("lib/modules/" + module.FileName, Plain, module.Content);
        archive.Finish();
    }
}
