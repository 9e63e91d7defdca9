namespace Lobsterd.Engine.Commands.Fork;

/// <summary>What <see cref="EachStep{TInput, TOutput}"/> leaves: one output for each input, in their order.</summary>
/// <param name="All">The outputs.</param>
public sealed record Each<TOutput>(IReadOnlyList<TOutput> All);
