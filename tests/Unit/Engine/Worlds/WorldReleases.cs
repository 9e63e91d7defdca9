using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Tests.Unit.Engine.Worlds;

/// <summary>Releases of Firecracker in a world: any that is asked for is there, and is what new tenants get.</summary>
internal sealed class WorldReleases : IFirecrackerReleases
{
    public Task<Result<HypervisorFacts, LobsterError>> InstallAsync(FirecrackerRelease release, CancellationToken cancellationToken) =>
        Task.FromResult(Result.Success<HypervisorFacts, LobsterError>(new HypervisorFacts(HypervisorName.Firecracker, "1.16.1", "kvm", release.Source)));
}
