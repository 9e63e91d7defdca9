using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Makes sure of the tenant's TAP and firewall elements: they outlive its VM, but not the host's boot.</summary>
public sealed class ReattachStep(ITenantNetwork network) : SagaStep<ResumePlan, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "network";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(ResumePlan input, CancellationToken cancellationToken) =>
        (await network.AttachAsync(AttachNetworkInput.Of(input.Tenant), cancellationToken)).Map(() => Nothing.Value);

    /// <summary>There is nothing to undo: a sleeping tenant keeps its network.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(ResumePlan input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}
