using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Setup;

namespace Lobsterd.Host.Images.Kernels;

/// <summary>Picks from a kernel's modules those that a guest needs to reach its disks and its network, with all that they depend on.</summary>
internal sealed class GuestModules(ModuleFiles files)
{
    private const int MostModules = 256;

    // virtio over PCI for QEMU's pc, over MMIO for microvm and Firecracker. Most of them are modules in Debian's cloud kernel, ext4 is built in.
    private static readonly string[] Wanted =
        ["virtio_pci", "virtio_mmio", "virtio_blk", "virtio_net", "virtio_rng", "ext4", "squashfs", "overlay"];

    /// <summary>The modules in load order.</summary>
    /// <error code="host.kernel.unusable">One of them is neither there nor built in, or does not read as a module.</error>
    public async Task<Result<IReadOnlyList<KernelModule>, LobsterError>> PickAsync(KernelTree tree, CancellationToken cancellationToken)
    {
        var picked = new Dictionary<string, KernelModule>(StringComparer.Ordinal);
        var dependencies = new Dictionary<string, ModuleInfo>(StringComparer.Ordinal);
        var left = new Queue<string>(Wanted);
        while (left.TryDequeue(out var name))
        {
            if (picked.ContainsKey(name) || tree.IsBuiltIn(name)) continue;
            if (picked.Count == MostModules) return Unusable(tree, $"a guest would need more than {MostModules} modules");
            if (tree.PathOf(name) is not { } path) return Unusable(tree, $"has no module {name}");
            if ((await files.ReadAsync(path, cancellationToken)).TryGetError(out var error, out var content)) return error;
            if (ModuleInfo.Read(content) is not { } info) return Unusable(tree, $"{path} does not read as a module");

            picked[name] = new KernelModule(FileNameOf(path), content);
            dependencies[name] = info;
            foreach (var needed in info.DependsOn) left.Enqueue(needed);
        }

        return ModuleOrder.Sort(Wanted, dependencies) is { } order
            ? order.Select(name => picked[name]).ToList()
            : Unusable(tree, "has modules that depend on each other in a circle");
    }

    private static string FileNameOf(string path)
    {
        var file = Path.GetFileName(path);
        return file[..(file.IndexOf(".ko", StringComparison.Ordinal) + ".ko".Length)];
    }

    private static LobsterError Unusable(KernelTree tree, string why) => new(SetupErrors.KernelUnusable, $"kernel {tree.Release} {why}");
}
