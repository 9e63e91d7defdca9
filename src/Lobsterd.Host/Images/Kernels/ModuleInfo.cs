using System.Text;

namespace Lobsterd.Host.Images.Kernels;

/// <summary>What a kernel module says about itself in its <c>.modinfo</c> section.</summary>
/// <param name="DependsOn">Names of the modules whose symbols it uses, in the file's order.</param>
/// <remarks>This is what depmod(8) makes <c>modules.dep</c> of when a kernel is installed. Ours is only unpacked, so there is no such file.</remarks>
internal sealed record ModuleInfo(IReadOnlyList<string> DependsOn)
{
    private const int MostDependencies = 64;
    private const int LongestName = 64;

    /// <summary>Reads it of a module.</summary>
    /// <param name="module">The whole file, not compressed.</param>
    /// <returns>Null when the bytes are no module.</returns>
    public static ModuleInfo? Read(ReadOnlySpan<byte> module)
    {
        if (!ElfSections.TryFind(module, ".modinfo"u8, out var section)) return null;

        while (!section.IsEmpty)
        {
            var end = section.IndexOf((byte)0);
            var line = end < 0 ? section : section[..end];
            if (line.StartsWith("depends="u8)) return Parse(Encoding.ASCII.GetString(line["depends=".Length..]));
            section = end < 0 ? default : section[(end + 1)..];
        }

        // Each module has the line, be it empty; one without it was not built by the kernel's build.
        return null;
    }

    /// <summary>A module's name as the kernel writes it: dashes are underscores.</summary>
    /// <param name="path">A module's path, compressed or not, or its name.</param>
    public static string NameOf(string path)
    {
        var file = Path.GetFileName(path);
        var end = file.IndexOf(".ko", StringComparison.Ordinal);
        return (end < 0 ? file : file[..end]).Replace('-', '_');
    }

    private static ModuleInfo? Parse(string list)
    {
        string[] names = [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(NameOf)];
        return names.Length <= MostDependencies && names.All(IsName) ? new ModuleInfo(names) : null;
    }

    private static bool IsName(string name) => name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
