using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Engine.Sagas;

/// <summary>A step as the runner sees it: its types are closed over, its input is computed from plan and outputs.</summary>
/// <typeparam name="TPlan">The saga's plan.</typeparam>
internal abstract class SagaNode<TPlan>
{
    internal abstract string Name { get; }

    internal abstract Task<Result<object, LobsterError>> DoAsync(TPlan plan, SagaOutputs outputs, CancellationToken cancellationToken);

    internal abstract Task<UnitResult<LobsterError>> UndoAsync(TPlan plan, SagaOutputs outputs, CancellationToken cancellationToken);

    internal abstract JsonElement ToJson(object output);

    internal abstract object FromJson(JsonElement json);

    internal sealed class Of<TInput, TOutput>(
        SagaStep<TInput, TOutput> step,
        Func<TPlan, SagaOutputs, TInput> input,
        JsonTypeInfo<TOutput> json) : SagaNode<TPlan>
        where TInput : notnull
        where TOutput : class
    {
        internal override string Name => step.Name;

        internal override async Task<Result<object, LobsterError>> DoAsync(TPlan plan, SagaOutputs outputs, CancellationToken cancellationToken) =>
            (await step.DoAsync(input(plan, outputs), cancellationToken)).Map(object (output) => output);

        internal override Task<UnitResult<LobsterError>> UndoAsync(TPlan plan, SagaOutputs outputs, CancellationToken cancellationToken) =>
            step.UndoAsync(input(plan, outputs), (TOutput?)outputs.Find(Name), cancellationToken);

        internal override JsonElement ToJson(object output) => JsonSerializer.SerializeToElement((TOutput)output, json);

        internal override object FromJson(JsonElement element) =>
            element.Deserialize(json) ?? throw new JsonException($"step '{Name}' left null");
    }
}
