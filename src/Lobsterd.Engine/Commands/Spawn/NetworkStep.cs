using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>Makes the tenant's TAP, addresses, neighbours and firewall elements.</summary>
public sealed class NetworkStep(ITenantNetwork network) : SagaStep<AttachNetworkInput, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "network";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(AttachNetworkInput input, CancellationToken cancellationToken) =>
        (await network.AttachAsync(input, cancellationToken)).Map(() => Nothing.Value);

    /// <inheritdoc/>
    public override Task<UnitResult<LobsterError>> UndoAsync(AttachNetworkInput input, Nothing? output, CancellationToken cancellationToken) =>
        network.DetachAsync(input.Owner, cancellationToken);
}
