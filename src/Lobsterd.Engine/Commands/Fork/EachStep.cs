using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Fork;

/// <summary>A step of one tenant, done for several at once: all of them, or it has failed. Its undo undoes each, whether it was done or not.</summary>
/// <param name="one">The step.</param>
public sealed class EachStep<TInput, TOutput>(SagaStep<TInput, TOutput> one) : SagaStep<IReadOnlyList<TInput>, Each<TOutput>>
    where TInput : notnull
    where TOutput : class
{
    /// <inheritdoc/>
    public override string Name => one.Name;

    /// <inheritdoc/>
    public override async Task<Result<Each<TOutput>, LobsterError>> DoAsync(IReadOnlyList<TInput> input, CancellationToken cancellationToken)
    {
        var outputs = new List<TOutput>();
        foreach (var result in await Task.WhenAll(input.Select(each => one.DoAsync(each, cancellationToken))))
        {
            if (result.TryGetError(out var error, out var output)) return error;
            outputs.Add(output);
        }

        return new Each<TOutput>(outputs);
    }

    /// <inheritdoc/>
    public override async Task<UnitResult<LobsterError>> UndoAsync(IReadOnlyList<TInput> input, Each<TOutput>? output, CancellationToken cancellationToken)
    {
        var undone = await Task.WhenAll(input.Select((each, index) => one.UndoAsync(each, output?.All[index], cancellationToken)));
        return undone.FirstOrDefault(result => result.IsFailure, UnitResult.Success<LobsterError>());
    }
}
