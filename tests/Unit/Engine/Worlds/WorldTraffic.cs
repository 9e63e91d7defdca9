using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Tests.Unit.Engine.Worlds;

/// <summary>What guests of a <see cref="World"/> send out; unless told, nobody counts it.</summary>
internal sealed class WorldTraffic : IOutwardTraffic
{
    public Dictionary<Slot, ulong> Sent { get; } = [];

    /// <summary>What reading fails with.</summary>
    public LobsterError? Broken { get; set; }

    public Task<Result<IReadOnlyDictionary<Slot, ulong>, LobsterError>> ReadAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Broken is { } broken ? Result.Failure<IReadOnlyDictionary<Slot, ulong>, LobsterError>(broken) : Sent);
}
