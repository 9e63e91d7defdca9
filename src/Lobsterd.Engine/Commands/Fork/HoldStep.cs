using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Fork;

/// <summary>Has the guest stand still. One that sleeps does so already.</summary>
public sealed class HoldStep(GuestHold hold) : SagaStep<ForkPlan, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "hold";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(ForkPlan input, CancellationToken cancellationToken) =>
        input.Sleeps ? Nothing.Value : (await hold.BeginAsync(input.Source, input.Nonce, cancellationToken)).Map(() => Nothing.Value);

    /// <summary>It goes on.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(ForkPlan input, Nothing? output, CancellationToken cancellationToken) =>
        input.Sleeps ? Task.FromResult(UnitResult.Success<LobsterError>()) : hold.EndAsync(input.Source, input.Nonce, cancellationToken);
}
