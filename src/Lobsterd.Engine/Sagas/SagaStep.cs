using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Engine.Sagas;

/// <summary>One idempotent act with its idempotent undo. Both find what they made by its owner, so both may run twice.</summary>
/// <typeparam name="TInput">What the act is given; a pure function of the plan and of earlier outputs.</typeparam>
/// <typeparam name="TOutput">What the act leaves for later steps; goes into the journal, so it holds no secrets.</typeparam>
public abstract class SagaStep<TInput, TOutput>
    where TInput : notnull
    where TOutput : class
{
    /// <summary>The step's name in journals, spans and progress: a rename is a migration.</summary>
    public abstract string Name { get; }

    /// <summary>Does it. Repeating it after success gives the same output.</summary>
    public abstract Task<Result<TOutput, LobsterError>> DoAsync(TInput input, CancellationToken cancellationToken);

    /// <summary>Undoes it. Nothing there is success.</summary>
    /// <param name="input">The act's input.</param>
    /// <param name="output">The act's output; null when the process died between the act and its line in the journal.</param>
    /// <param name="cancellationToken">A bound of its own, not the caller's wish to stop.</param>
    public abstract Task<UnitResult<LobsterError>> UndoAsync(TInput input, TOutput? output, CancellationToken cancellationToken);
}
