using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Engine.Hypervisors;

namespace Lobsterd.Engine.Commands.Setup;

/// <summary>Takes a release of Firecracker in, where one was given; new tenants get it at once.</summary>
public sealed class FirecrackerStep(IFirecrackerReleases releases, HypervisorSet hypervisors) : InitStep
{
    /// <inheritdoc/>
    public override string Name => "firecracker";

    /// <inheritdoc/>
    protected override async Task<UnitResult<LobsterError>> PrepareAsync(InitPlan input, CancellationToken cancellationToken)
    {
        if (input.Firecracker is null) return UnitResult.Success<LobsterError>();
        if ((await releases.InstallAsync(input.Firecracker, cancellationToken)).TryGetError(out var error, out var facts)) return error;
        hypervisors.Choose(facts);
        return UnitResult.Success<LobsterError>();
    }

    /// <summary>Releases go with the folders.</summary>
    protected override Task<UnitResult<LobsterError>> RevertAsync(InitPlan input, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}
