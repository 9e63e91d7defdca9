using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Setup;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Images.Kernels;

/// <summary>Reads a kernel from wherever it is given: an unpacked package, a boot image beside its modules, or a bare ELF file.</summary>
internal sealed class KernelReader(ProgramRunner programs)
{
    private const long LargestKernel = 256L << 20;
    private const long LargestConfig = 4L << 20;

    private readonly GuestModules modules = new(new ModuleFiles(programs));
    private readonly KernelUnpacker unpacker = new(programs);

    /// <summary>Reads it; nothing there is changed.</summary>
    /// <param name="path">A folder or a file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <error code="host.kernel.unusable">It is no kernel, or lacks something that a guest needs; the message names it.</error>
    public async Task<Result<KernelSource, LobsterError>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (File.Exists(path)) return await ReadFileAsync(path, cancellationToken);
            if (KernelTree.Open(path).TryGetError(out var unusable, out var tree)) return unusable;
            if (Read(tree.Kernel).TryGetError(out var unread, out var kernel)) return unread;
            return await AssembleAsync(tree.Kernel, kernel, tree.Release, tree, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Unusable($"{path}: {failure.Message}");
        }
    }

    private async Task<Result<KernelSource, LobsterError>> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        if (Read(path).TryGetError(out var unread, out var kernel)) return unread;
        var release = BzImage.Read(kernel) is { } image ? image.Release : Vmlinux.Read(kernel) is { } vmlinux ? vmlinux.Release : null;
        if (release is null || !KernelTree.IsRelease(release))
            return Unusable($"{path} is neither a boot image nor an ELF executable for x86-64 that tells a kernel's release");
        return await AssembleAsync(path, kernel, release, KernelTree.Beside(path, release), cancellationToken);
    }

    private async Task<Result<KernelSource, LobsterError>> AssembleAsync(
        string path, byte[] kernel, string release, KernelTree? tree, CancellationToken cancellationToken)
    {
        byte[]? plain = null;
        if (Vmlinux.IsElf(kernel))
        {
            if (Vmlinux.Read(kernel) is null) return Unusable($"{path} is no ELF executable for x86-64, or is cut off");
            plain = kernel;
        }
        else if (BzImage.Read(kernel) is { } image && (await unpacker.UnpackAsync(kernel, image, cancellationToken)).TryGetError(out var packed, out plain))
        {
            return packed with { Message = $"{path}: {packed.Message}" };
        }

        var config = (plain is null ? null : Vmlinux.Read(plain)?.Config) ?? ConfigBeside(path, release);
        if (config?.FindMissing(tree is not null) is { Count: > 0 } missing)
            return Unusable($"{path} lacks what a guest needs: {string.Join(", ", missing)}");

        if (tree is null) return new KernelSource(release, kernel, plain, []);
        return (await modules.PickAsync(tree, cancellationToken)).Map(picked => new KernelSource(release, kernel, plain, picked));
    }

    // Distributions put config-RELEASE beside the kernel, Firecracker's own builds NAME.config.
    private static KernelConfig? ConfigBeside(string path, string release)
    {
        string[] places = [Path.Combine(Path.GetDirectoryName(path) ?? "/", "config-" + release), path + ".config"];
        return places.FirstOrDefault(place => new FileInfo(place) is { Exists: true, Length: <= LargestConfig }) is { } found
            ? KernelConfig.Parse(File.ReadAllText(found))
            : null;
    }

    private static Result<byte[], LobsterError> Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists) return Unusable($"{path} is not there");
        return file.Length is > 0 and <= LargestKernel ? File.ReadAllBytes(path) : Unusable($"{path} is empty or larger than {LargestKernel} bytes");
    }

    private static LobsterError Unusable(string message) => new(SetupErrors.KernelUnusable, message);
}
