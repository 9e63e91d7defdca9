using System.Text.Json.Serialization.Metadata;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Sagas;

/// <summary>A command's steps in order, with what recovers it.</summary>
/// <typeparam name="TPlan">Everything that was decided before the first step; goes into the journal's first line.</typeparam>
public sealed class SagaDefinition<TPlan>
    where TPlan : class
{
    private readonly List<List<SagaNode<TPlan>>> stages = [];

    /// <summary>An empty saga.</summary>
    /// <param name="kind">Its name in journals, e.g. <c>tenant.spawn</c>: a rename is a migration.</param>
    /// <param name="recovery">What a restarted service does with it.</param>
    /// <param name="json">How the plan is written.</param>
    /// <param name="tenant">The tenant whose lock it runs under; null for a saga of the host.</param>
    public SagaDefinition(string kind, SagaRecovery recovery, JsonTypeInfo<TPlan> json, Func<TPlan, TenantName?> tenant)
    {
        Kind = kind;
        Recovery = recovery;
        Json = json;
        Tenant = tenant;
    }

    /// <summary>Its name in journals.</summary>
    public string Kind { get; }

    /// <summary>What a restarted service does with it.</summary>
    public SagaRecovery Recovery { get; }

    internal JsonTypeInfo<TPlan> Json { get; }

    internal Func<TPlan, TenantName?> Tenant { get; }

    internal IReadOnlyList<IReadOnlyList<SagaNode<TPlan>>> Stages => stages;

    /// <summary>The stages behind which nothing is undone; null when everything may be.</summary>
    internal int? StagesToNoReturn { get; private set; }

    internal IEnumerable<SagaNode<TPlan>> Steps => stages.SelectMany(stage => stage);

    /// <summary>Adds a step that starts when all before it have succeeded.</summary>
    public SagaDefinition<TPlan> Then<TInput, TOutput>(
        SagaStep<TInput, TOutput> step, Func<TPlan, SagaOutputs, TInput> input, JsonTypeInfo<TOutput> json)
        where TInput : notnull
        where TOutput : class
    {
        stages.Add([]);
        return Beside(step, input, json);
    }

    /// <summary>Once all steps so far have succeeded, nothing is undone any more: what fails behind them is told, and what was done stays.</summary>
    public SagaDefinition<TPlan> NoReturn()
    {
        StagesToNoReturn = stages.Count;
        return this;
    }

    /// <summary>Adds a step that runs at the same time as the one before it.</summary>
    public SagaDefinition<TPlan> Beside<TInput, TOutput>(
        SagaStep<TInput, TOutput> step, Func<TPlan, SagaOutputs, TInput> input, JsonTypeInfo<TOutput> json)
        where TInput : notnull
        where TOutput : class
    {
        if (Steps.Any(other => other.Name == step.Name)) throw new ArgumentException($"two steps are named '{step.Name}'", nameof(step));
        stages[^1].Add(new SagaNode<TPlan>.Of<TInput, TOutput>(step, input, json));
        return this;
    }
}
