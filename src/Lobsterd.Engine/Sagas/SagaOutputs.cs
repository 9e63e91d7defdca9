namespace Lobsterd.Engine.Sagas;

/// <summary>What the finished steps of a saga have left, by step name.</summary>
public sealed class SagaOutputs
{
    private readonly Dictionary<string, object> outputs = [];

    /// <summary>The output of a step that is sure to have succeeded: an earlier stage's.</summary>
    /// <exception cref="InvalidOperationException">The saga's definition is wrong: the step is not of an earlier stage.</exception>
    public TOutput Of<TOutput>(string step)
        where TOutput : class
    {
        lock (outputs)
        {
            return outputs.TryGetValue(step, out var output) && output is TOutput typed
                ? typed
                : throw new InvalidOperationException($"step '{step}' has left no {typeof(TOutput).Name}");
        }
    }

    internal void Set(string step, object output)
    {
        lock (outputs) outputs[step] = output;
    }

    internal bool Has(string step)
    {
        lock (outputs) return outputs.ContainsKey(step);
    }

    internal object? Find(string step)
    {
        lock (outputs) return outputs.GetValueOrDefault(step);
    }
}
