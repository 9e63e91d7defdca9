using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Setup;

/// <summary>A step that prepares the host. Undone only where the host had not been prepared before: a repeated <c>init</c> converges and
/// must never tear down what tenants stand on.</summary>
public abstract class InitStep : SagaStep<InitPlan, Nothing>
{
    /// <inheritdoc/>
    public sealed override async Task<Result<Nothing, LobsterError>> DoAsync(InitPlan input, CancellationToken cancellationToken) =>
        (await PrepareAsync(input, cancellationToken)).Map(() => Nothing.Value);

    /// <inheritdoc/>
    public sealed override Task<UnitResult<LobsterError>> UndoAsync(InitPlan input, Nothing? output, CancellationToken cancellationToken) =>
        input.WasInitialized ? Task.FromResult(UnitResult.Success<LobsterError>()) : RevertAsync(input, cancellationToken);

    /// <summary>Makes it, or makes it right.</summary>
    protected abstract Task<UnitResult<LobsterError>> PrepareAsync(InitPlan input, CancellationToken cancellationToken);

    /// <summary>Takes it back.</summary>
    protected abstract Task<UnitResult<LobsterError>> RevertAsync(InitPlan input, CancellationToken cancellationToken);
}
