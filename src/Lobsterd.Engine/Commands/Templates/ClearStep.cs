using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Storage;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Templates;

/// <summary>Removes all that is the builder's: its VM, its network, its disk.</summary>
/// <param name="hypervisors">The drivers.</param>
/// <param name="network">Its network.</param>
/// <param name="overlays">Its disk.</param>
/// <param name="name">A build clears twice: first what a power cut may have left of another, in the end its own.</param>
public sealed class ClearStep(HypervisorSet hypervisors, ITenantNetwork network, IOverlays overlays, string name) : SagaStep<BuilderVm, Nothing>
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(BuilderVm input, CancellationToken cancellationToken)
    {
        if (hypervisors.Of(input.Hypervisor).TryGetError(out var error, out var driver)) return error;
        return await driver.KillAsync(input.Owner, cancellationToken)
            .Bind(() => network.DetachAsync(input.Owner, cancellationToken))
            .Bind(() => overlays.RemoveAsync(input.Owner, cancellationToken))
            .Map(() => Nothing.Value);
    }

    /// <summary>There is nothing to undo: what is gone was nobody's.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(BuilderVm input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}
