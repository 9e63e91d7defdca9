namespace Lobsterd.Tests.Host.Network.Mutation;

/// <summary>One setting of a TAP that is wrong.</summary>
/// <param name="Name">Which one, and what it is instead.</param>
/// <param name="Together">The layer that stops the same attack.</param>
/// <param name="Attack">What a guest then can do.</param>
internal sealed record LinkMutant(string Name, string Together, string Attack)
{
    /// <summary>Makes the setting wrong.</summary>
    internal required Func<Task> Spoil { get; init; }

    /// <summary>Takes the other layer away.</summary>
    internal required Func<Task> Bare { get; init; }

    /// <summary>Tries, and tells whether it came out.</summary>
    internal required Func<Task<bool>> TryAsync { get; init; }
}
