using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Images;

/// <summary>The store of kernels.</summary>
public interface IKernels
{
    /// <summary>Takes a kernel with its modules into the store and builds its initramfs; a stored one is kept as it is.</summary>
    /// <param name="folder">An unpacked kernel package: <c>boot/vmlinuz-*</c> and <c>lib/modules/*</c> (or <c>usr/lib/modules/*</c>).</param>
    /// <param name="cancellationToken">Ends it and removes what it made.</param>
    /// <returns>The kernel's release, e.g. <c>6.1.0-28-cloud-amd64</c>.</returns>
    /// <error code="host.kernel.unusable">There is no such kernel, or it lacks a module.</error>
    Task<Result<string, LobsterError>> AddAsync(string folder, CancellationToken cancellationToken);

    /// <summary>The newest kernel's release; null when the store is empty.</summary>
    Task<Result<string?, LobsterError>> NewestAsync(CancellationToken cancellationToken);
}
