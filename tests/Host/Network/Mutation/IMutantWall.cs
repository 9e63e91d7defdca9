namespace Lobsterd.Tests.Host.Network.Mutation;

/// <summary>A wall that stands, and can be made a little wrong.</summary>
internal interface IMutantWall : IDisposable
{
    /// <summary>Every way in which it can be made a little wrong: one change in one rule.</summary>
    Task<IReadOnlyList<Mutant>> ListAsync();

    /// <summary>Makes it so.</summary>
    /// <returns>Whether the firewall took it; one that it refuses is no mutant.</returns>
    Task<bool> SpoilAsync(Mutant mutant);

    /// <summary>Takes from a guest the mark by which its connections are forgotten, where the firewall keeps it apart from the rest: a guest that is open in part.</summary>
    void Unmark(Guest guest);

    /// <summary>Takes away what judges a frame first, until the wall is made whole again. Once more is as once.</summary>
    Task BreachAsync();

    /// <summary>Takes all of its rules away, until it is made whole again: what is behind it stands alone.</summary>
    Task FallAsync();

    /// <summary>Makes it whole again.</summary>
    Task MendAsync();
}
