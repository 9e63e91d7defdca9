namespace Lobsterd.Host.Images.Kernels;

/// <summary>A kernel that was read and found usable.</summary>
/// <param name="Release">The kernel's release.</param>
/// <param name="Kernel">Its file as it was given.</param>
/// <param name="Vmlinux">The uncompressed kernel: the same bytes when it was given so, null when nothing here unpacks it.</param>
/// <param name="Modules">The modules that a guest loads, in load order.</param>
internal sealed record KernelSource(string Release, byte[] Kernel, byte[]? Vmlinux, IReadOnlyList<KernelModule> Modules)
{
    private const string PackedName = "vmlinuz";
    private const string PlainName = "vmlinux";

    private bool IsPlain => ReferenceEquals(Kernel, Vmlinux);

    /// <summary>Every file that the store keeps of it.</summary>
    public IReadOnlyList<(string Name, byte[] Content)> Files =>
    [
        (IsPlain ? PlainName : PackedName, Kernel),
        .. Vmlinux is { } vmlinux && !IsPlain ? [(PlainName, vmlinux)] : Array.Empty<(string, byte[])>(),
        .. Modules.Select(module => (module.FileName, module.Content)),
    ];

    /// <summary>What it consists of.</summary>
    public KernelManifest Describe()
    {
        var stored = Files.ToDictionary(file => file.Name, file => new StoredFile(file.Name, ContentHash.Of(file.Content), file.Content.Length), StringComparer.Ordinal);
        return new KernelManifest
        {
            Schema = KernelManifest.CurrentSchema,
            Release = Release,
            Kernel = stored[IsPlain ? PlainName : PackedName],
            Vmlinux = Vmlinux is null ? null : stored[PlainName],
            Modules = [.. Modules.Select(module => stored[module.FileName])],
        };
    }
}
