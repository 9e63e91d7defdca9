using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Power;

/// <summary>Makes the tenant's network right where it is not. It is the tenant's while it is stopped, too, and stays when the start fails.</summary>
public sealed class KeptNetworkStep(ITenantNetwork network) : SagaStep<AttachNetworkInput, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "network";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(AttachNetworkInput input, CancellationToken cancellationToken) =>
        (await network.AttachAsync(input, cancellationToken)).Map(() => Nothing.Value);

    /// <summary>It stays.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(AttachNetworkInput input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}
