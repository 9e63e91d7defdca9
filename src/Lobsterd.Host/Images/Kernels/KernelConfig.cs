namespace Lobsterd.Host.Images.Kernels;

/// <summary>A kernel's build configuration, of which only what is switched on is kept.</summary>
internal sealed class KernelConfig
{
    private const string Prefix = "CONFIG_";

    // What a guest cannot do without and no module brings.
    private static readonly string[] BuiltIn =
        ["ACPI", "BLK_DEV_INITRD", "DEVTMPFS", "INET", "PCI", "PROC_FS", "SQUASHFS_ZSTD", "SYSFS", "TMPFS", "UNIX"];

    // What a module may bring, where modules come with the kernel.
    private static readonly string[] Either =
        ["EXT4_FS", "HW_RANDOM_VIRTIO", "OVERLAY_FS", "SQUASHFS", "VIRTIO_BLK", "VIRTIO_MMIO", "VIRTIO_NET"];

    private readonly Dictionary<string, char> options;

    private KernelConfig(Dictionary<string, char> options) => this.options = options;

    /// <summary>Reads lines of <c>CONFIG_X=y</c> and <c>CONFIG_X=m</c>; all others are nothing to us.</summary>
    public static KernelConfig Parse(string text)
    {
        var options = new Dictionary<string, char>(StringComparer.Ordinal);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var mark = line.IndexOf('=');
            if (line.StartsWith(Prefix) && mark == line.Length - 2 && line[^1] is 'y' or 'm') options[line[Prefix.Length..mark].ToString()] = line[^1];
        }

        return new KernelConfig(options);
    }

    /// <summary>The options that a guest needs and that are not there, by name.</summary>
    /// <param name="hasModules">Whether the kernel's modules come with it.</param>
    public IReadOnlyList<string> FindMissing(bool hasModules) =>
    [
        .. BuiltIn.Where(name => options.GetValueOrDefault(name) != 'y').Select(name => Prefix + name + "=y"),
        .. Either.Where(name => options.GetValueOrDefault(name) is var value && value != 'y' && !(hasModules && value == 'm'))
            .Select(name => Prefix + name + (hasModules ? "" : "=y")),
    ];
}
