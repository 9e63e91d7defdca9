using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Domain.Layout;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Images.Kernels;

/// <summary>Kernels with their modules, and an initramfs for each pair of kernel and guest binary.</summary>
/// <remarks>An initramfs is a function of what is stored beside it and of the guest binary, so a missing or damaged one, or one of a former guest binary, is
/// simply made: nothing else has to think of it when lobsterd is upgraded.</remarks>
public sealed partial class KernelStore(LobsterdPaths paths, GuestBinary guest, ProgramRunner programs) : IKernels, IDisposable
{
    private readonly KernelShelf shelf = new(paths.Kernels);
    private readonly KernelReader reader = new(programs);
    private readonly SemaphoreSlim writing = new(1);

    /// <inheritdoc/>
    public void Dispose() => writing.Dispose();

    /// <inheritdoc/>
    public async Task<Result<string, LobsterError>> AddAsync(string path, CancellationToken cancellationToken)
    {
        if ((await reader.ReadAsync(path, cancellationToken)).TryGetError(out var unusable, out var source)) return unusable;
        var manifest = source.Describe();

        await writing.WaitAsync(cancellationToken);
        try
        {
            if (shelf.Add(manifest, source.Files).TryGetError(out var failed, out var hash)) return failed;
            if ((await EnsureInitramfsAsync(hash, manifest, cancellationToken)).TryGetError(out var noInitramfs)) return noInitramfs;
            return source.Release;
        }
        finally
        {
            _ = writing.Release();
        }
    }

    /// <inheritdoc/>
    public Task<Result<string?, LobsterError>> NewestAsync(CancellationToken cancellationToken) =>
        Task.FromResult(shelf.ReadCurrent().Bind(hash => hash is null ? default(string?) : shelf.Read(hash).Map(manifest => (string?)manifest.Release)));

    /// <summary>The kernel to boot, the one that was added last.</summary>
    /// <error code="image.kernel.missing">The store is empty.</error>
    /// <error code="image.store.damaged">A file is missing or has another size than it had.</error>
    /// <error code="image.guest.missing">The guest binary is not there.</error>
    /// <error code="image.file.failed">The initramfs could not be written.</error>
    internal async Task<Result<StoredKernel, LobsterError>> CurrentAsync(CancellationToken cancellationToken)
    {
        if (shelf.ReadCurrent().TryGetError(out var unreadable, out var hash)) return unreadable;
        if (hash is null) return new LobsterError(ImageErrors.NoKernel, "there is no kernel in the store", "give one with lobsterd init --kernel FOLDER; ./up fetches one");
        if (shelf.Read(hash).TryGetError(out var damaged, out var manifest)) return damaged;
        if (shelf.FindDamage(hash, manifest) is { } file) return KernelShelf.Damaged(hash, $"{file} is missing or has another size");
        if ((await guest.HashAsync(cancellationToken)).TryGetError(out var noGuest, out var guestHash)) return noGuest;
        if (shelf.FindInitramfs(hash, guestHash) is { } found) return Stored(hash, manifest, found);

        await writing.WaitAsync(cancellationToken);
        try
        {
            return (await EnsureInitramfsAsync(hash, manifest, cancellationToken)).Map(made => Stored(hash, manifest, made));
        }
        finally
        {
            _ = writing.Release();
        }
    }

    private async Task<Result<string, LobsterError>> EnsureInitramfsAsync(string hash, KernelManifest manifest, CancellationToken cancellationToken)
    {
        try
        {
            if (guest.Check().TryGetError(out var noGuest)) return noGuest;
            var binary = await File.ReadAllBytesAsync(guest.Path, cancellationToken);
            var guestHash = ContentHash.Of(binary);
            if (shelf.FindInitramfs(hash, guestHash) is { } found) return found;

            var stored = new List<KernelModule>();
            foreach (var module in manifest.Modules)
            {
                var content = await File.ReadAllBytesAsync(shelf.PathOf(hash, module.Name), cancellationToken);
                if (ContentHash.Of(content) != module.Sha256) return KernelShelf.Damaged(hash, $"{module.Name} holds something else");
                stored.Add(new KernelModule(module.Name, content));
            }

            using var output = new MemoryStream();
            Initramfs.Write(binary, stored, output);
            return shelf.AddInitramfs(hash, guestHash, output.GetBuffer().AsSpan(0, (int)output.Length));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(ImageErrors.FileFailed, $"the initramfs could not be made: {failure.Message}");
        }
    }

    private StoredKernel Stored(string hash, KernelManifest manifest, string initramfs) =>
        new(shelf.PathOf(hash, manifest.Kernel.Name), manifest.Vmlinux is { } vmlinux ? shelf.PathOf(hash, vmlinux.Name) : null, initramfs, manifest.Release);
}
