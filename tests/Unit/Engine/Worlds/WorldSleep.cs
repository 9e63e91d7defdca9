using System.Collections.Concurrent;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Tests.Unit.Engine.Worlds;

/// <summary>Saved states in memory: they outlive a service and a reboot, as files do. Stricter than the real ones: sealing what was not begun is a bug.</summary>
internal sealed class WorldSleep(World world) : ISleepStore
{
    private readonly ConcurrentDictionary<Guid, SleepState> states = new();
    private readonly ConcurrentDictionary<Guid, bool> unfinished = new();

    /// <summary>Whether the saved state of any tenant is damaged from here on.</summary>
    public bool IsDamaged { get; set; }

    /// <summary>A tenant's saved state; null when it has none.</summary>
    public SleepState? Of(Guid tenant) => states.GetValueOrDefault(tenant);

    public Result<SnapshotFiles, LobsterError> Begin(VmOwner owner)
    {
        if (world.Do("sleep.begin") is { } error) return error;
        _ = states.TryRemove(owner.Id, out _);
        unfinished[owner.Id] = true;
        return Files;
    }

    public Task<Result<SleepState, LobsterError>> SealAsync(VmOwner owner, SleepState draft, CancellationToken cancellationToken)
    {
        if (!unfinished.TryRemove(owner.Id, out _)) throw new InvalidOperationException("sealed before it was begun");
        if (world.Do("sleep.seal") is { } error) return Task.FromResult(Result.Failure<SleepState, LobsterError>(error));
        states[owner.Id] = draft;
        return Task.FromResult(Result.Success<SleepState, LobsterError>(draft));
    }

    public Result<SleepState, LobsterError> Find(VmOwner owner) =>
        states.TryGetValue(owner.Id, out var state) ? state : new LobsterError(SleepErrors.Missing, "none");

    public SnapshotFiles FilesOf(VmOwner owner) => Files;

    public Task<Result<SnapshotFiles, LobsterError>> CheckAsync(VmOwner owner, CancellationToken cancellationToken)
    {
        var checkedState = Find(owner).Bind(state =>
            state.IsBegun ? new LobsterError(SleepErrors.Begun, "spent")
            : IsDamaged ? new LobsterError(SleepErrors.Damaged, "bits flipped")
            : Result.Success<SnapshotFiles, LobsterError>(Files));
        return Task.FromResult(checkedState);
    }

    public UnitResult<LobsterError> MarkBegun(VmOwner owner)
    {
        if (!states.TryGetValue(owner.Id, out var state)) return UnitResult.Success<LobsterError>();
        if (world.Do("sleep.mark") is { } error) return error;
        states[owner.Id] = state with { IsBegun = true };
        return UnitResult.Success<LobsterError>();
    }

    public UnitResult<LobsterError> Remove(VmOwner owner)
    {
        if (world.Do("sleep.remove") is { } error) return error;
        _ = states.TryRemove(owner.Id, out _);
        _ = unfinished.TryRemove(owner.Id, out _);
        return UnitResult.Success<LobsterError>();
    }

    private static SnapshotFiles Files => new("/saved/memory", "/saved/state") { IsOwn = true };
}
