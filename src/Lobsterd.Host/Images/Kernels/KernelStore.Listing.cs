using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;

namespace Lobsterd.Host.Images.Kernels;

/// <summary>What is in the store, and what goes from it.</summary>
public sealed partial class KernelStore
{
    private const int ShortestPrefix = 8;

    /// <inheritdoc/>
    public Task<Result<IReadOnlyList<Kernel>, LobsterError>> ListKernelsAsync(CancellationToken cancellationToken) => Task.FromResult(List());

    /// <inheritdoc/>
    public async Task<Result<Kernel, LobsterError>> RemoveKernelAsync(string name, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            if (List().TryGetError(out var unread, out var all)) return unread;
            var found = all.Where(each => each.Release == name || (name.Length >= ShortestPrefix && each.Hash.StartsWith(name, StringComparison.Ordinal))).ToList();
            if (found is not [var kernel])
                return new LobsterError(ImageErrors.KernelUnknown, $"{found.Count} kernels of the store are '{name}'", "lobsterd kernel ls lists them; their hashes tell them apart");
            if (kernel.IsCurrent)
                return new LobsterError(ImageErrors.KernelCurrent, $"new VMs boot kernel {kernel.Release}", "add another one first: the kernel that is added last is the current one");
            return shelf.Remove(kernel.Hash).Map(() => kernel);
        }
        finally
        {
            _ = writing.Release();
        }
    }

    private Result<IReadOnlyList<Kernel>, LobsterError> List()
    {
        if (shelf.ReadCurrent().TryGetError(out var unread, out var current)) return unread;
        try
        {
            return shelf.List()
                .OrderByDescending(hash => hash == current)
                .Select(hash => shelf.Read(hash).TryGetValue(out var manifest) ? ToKernel(hash, manifest, hash == current) : new Kernel(hash, "damaged", 0, 0, HasVmlinux: false, hash == current))
                .ToList();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(ImageErrors.FileFailed, failure.Message);
        }
    }

    private static Kernel ToKernel(string hash, KernelManifest manifest, bool isCurrent)
    {
        var plain = manifest.Vmlinux is { } vmlinux && vmlinux != manifest.Kernel ? vmlinux.SizeBytes : 0;
        var size = manifest.Kernel.SizeBytes + plain + manifest.Modules.Sum(module => module.SizeBytes);
        return new Kernel(hash, manifest.Release, size, manifest.Modules.Count, manifest.Vmlinux is not null, isCurrent);
    }
}
