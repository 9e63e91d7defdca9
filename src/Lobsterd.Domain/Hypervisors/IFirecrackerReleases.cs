using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Hypervisors;

/// <summary>The releases of Firecracker that lobsterd keeps; several lie side by side.</summary>
public interface IFirecrackerReleases
{
    /// <summary>Takes a release in: its tarball is checked before anything of it is unpacked, and its programs are run before they are kept. One that is there already is replaced.</summary>
    /// <returns>What new tenants get from now on.</returns>
    /// <error code="vm.release.unreachable">The tarball cannot be had.</error>
    /// <error code="vm.release.unusable">It is another one than its hash says, or no release that this lobsterd knows.</error>
    Task<Result<HypervisorFacts, LobsterError>> InstallAsync(FirecrackerRelease release, CancellationToken cancellationToken);
}
