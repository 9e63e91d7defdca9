using Lobsterd.Domain.Registry;

namespace Lobsterd.Engine.Registry;

/// <summary>What a change makes of the registry, and what it answers to whoever asked for it.</summary>
/// <param name="Next">The next registry; the same object when nothing changes, and then nothing is written.</param>
/// <param name="Answer">The answer.</param>
public sealed record RegistryChange<T>(RegistrySnapshot Next, T Answer);
