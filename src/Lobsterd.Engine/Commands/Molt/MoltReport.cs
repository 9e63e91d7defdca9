namespace Lobsterd.Engine.Commands.Molt;

/// <summary>What a molt found and did.</summary>
/// <param name="IsDryRun">Whether it only looked.</param>
/// <param name="Parties">What all share first, then the tenants by name.</param>
public sealed record MoltReport(bool IsDryRun, IReadOnlyList<MoltedParty> Parties)
{
    /// <summary>Whether everything is healthy now.</summary>
    public bool IsHealthy => Parties.All(party => party.IsHealthy);
}
