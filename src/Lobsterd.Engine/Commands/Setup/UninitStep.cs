using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Setup;

/// <summary>One removal of <c>uninit</c>, named after what it removes. There is no way back, so undo does nothing.</summary>
public sealed class UninitStep(string name, Func<CancellationToken, Task<UnitResult<LobsterError>>> remove) : SagaStep<UninitPlan, Nothing>
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(UninitPlan input, CancellationToken cancellationToken) =>
        (await remove(cancellationToken)).Map(() => Nothing.Value);

    /// <inheritdoc/>
    public override Task<UnitResult<LobsterError>> UndoAsync(UninitPlan input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}
