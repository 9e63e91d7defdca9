using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Images;

/// <summary>The store of kernels.</summary>
public interface IKernels
{
    /// <summary>Takes a kernel with its modules into the store and builds its initramfs; a stored one is kept as it is.</summary>
    /// <param name="path">An unpacked kernel package: <c>boot/vmlinuz-*</c> and <c>lib/modules/*</c> (or <c>usr/lib/modules/*</c>); or a boot image,
    /// whose modules are looked for there too; or an uncompressed ELF kernel. A boot image's kernel is unpacked and kept beside it.</param>
    /// <param name="cancellationToken">Ends it and removes what it made.</param>
    /// <returns>The kernel's release, e.g. <c>6.1.0-28-cloud-amd64</c>.</returns>
    /// <error code="host.kernel.unusable">There is no such kernel, or it lacks a module or an option that a guest needs.</error>
    Task<Result<string, LobsterError>> AddAsync(string path, CancellationToken cancellationToken);

    /// <summary>All kernels, the current one first.</summary>
    /// <error code="image.store.damaged">The file that names the current one cannot be read.</error>
    Task<Result<IReadOnlyList<Kernel>, LobsterError>> ListKernelsAsync(CancellationToken cancellationToken);

    /// <summary>Removes a kernel that is not the current one.</summary>
    /// <param name="name">Its release, or its hash, or an unambiguous prefix of that (8 characters or more).</param>
    /// <param name="cancellationToken">Ends it before anything is removed.</param>
    /// <returns>The kernel that is gone.</returns>
    /// <error code="image.kernel.unknown">Nothing matches, or more than one kernel does.</error>
    /// <error code="image.kernel.current">New VMs boot it.</error>
    /// <error code="image.file.failed">A file could not be removed.</error>
    Task<Result<Kernel, LobsterError>> RemoveKernelAsync(string name, CancellationToken cancellationToken);

    /// <summary>The newest kernel's release; null when the store is empty.</summary>
    Task<Result<string?, LobsterError>> NewestAsync(CancellationToken cancellationToken);
}
