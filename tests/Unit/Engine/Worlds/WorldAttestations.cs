using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Identity;

namespace Lobsterd.Tests.Unit.Engine.Worlds;

/// <summary>Attestations in memory; they outlive a service.</summary>
internal sealed class WorldAttestations : IAttestationLog
{
    public List<Attestation> Kept { get; private set; } = [];

    /// <summary>What everything fails with.</summary>
    public LobsterError? Broken { get; set; }

    public Result<IReadOnlyList<Attestation>, LobsterError> ReadAll() => Broken is { } broken ? broken : Kept.ToList();

    public UnitResult<LobsterError> Append(Attestation attestation)
    {
        if (Broken is { } broken) return broken;
        lock (Kept) Kept.Add(attestation);
        return UnitResult.Success<LobsterError>();
    }

    public UnitResult<LobsterError> Replace(IReadOnlyList<Attestation> kept)
    {
        if (Broken is { } broken) return broken;
        Kept = [.. kept];
        return UnitResult.Success<LobsterError>();
    }
}
