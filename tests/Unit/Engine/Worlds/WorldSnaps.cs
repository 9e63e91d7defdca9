using System.Collections.Concurrent;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Snapshots;

namespace Lobsterd.Tests.Unit.Engine.Worlds;

/// <summary>A store of snaps in memory; it outlives the "service", as a disk does. It refuses what would be a copy of a moving disk.</summary>
internal sealed class WorldSnaps(World world) : ISnaps
{
    private readonly ConcurrentDictionary<(Guid, SnapId), Snap> whole = new();
    private readonly ConcurrentDictionary<(Guid, SnapId), (Snap Draft, bool IsCopied)> begun = new();

    /// <summary>Whether a copy never ends by itself.</summary>
    public bool IsSlow { get; set; }

    public int Count => whole.Count;

    /// <summary>Has one that an earlier service took.</summary>
    public void Put(Snap snap) => whole[(snap.TenantId, snap.Id)] = snap;

    public Result<IReadOnlyList<Snap>, LobsterError> List() => Result.Success<IReadOnlyList<Snap>, LobsterError>([.. whole.Values.OrderByDescending(snap => snap.MadeAt)]);

    public Result<IReadOnlyList<Snap>, LobsterError> ListOf(Guid tenant) => List().Map(IReadOnlyList<Snap> (all) => [.. all.Where(snap => snap.TenantId == tenant)]);

    public Result<Snap, LobsterError> Find(Guid tenant, SnapId id) => whole.TryGetValue((tenant, id), out var snap) ? snap : new LobsterError(SnapErrors.Unknown, id.Value);

    public string DiskOf(Snap snap) => $"/snaps/{snap.Id}";

    public Task<Result<bool, LobsterError>> PrepareAsync(Snap draft, CancellationToken cancellationToken)
    {
        begun[(draft.TenantId, draft.Id)] = (draft, false);
        return world.Make("snap.prepare", NameOf(draft) + ".new").AsTask(false);
    }

    public async Task<UnitResult<LobsterError>> CopyAsync(Snap draft, CancellationToken cancellationToken)
    {
        if (world.Has($"{draft.Tenant} vm") && !world.Has($"{draft.Tenant} frozen")) throw new InvalidOperationException("a copy of a moving disk");
        if (!begun.ContainsKey((draft.TenantId, draft.Id))) return new LobsterError(SnapErrors.FileFailed, "nothing was begun");
        if (IsSlow) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        begun[(draft.TenantId, draft.Id)] = (draft, true);
        return await world.Do("snap.copy").AsTask();
    }

    public Task<Result<Snap, LobsterError>> SealAsync(Snap draft, CancellationToken cancellationToken)
    {
        var key = (draft.TenantId, draft.Id);
        if (whole.TryGetValue(key, out var before)) return Task.FromResult(Result.Success<Snap, LobsterError>(before));
        if (!begun.TryRemove(key, out var copy) || !copy.IsCopied) return Task.FromResult(Result.Failure<Snap, LobsterError>(new LobsterError(SnapErrors.FileFailed, "nothing was copied")));
        _ = world.Take("snap.seal", NameOf(draft) + ".new");
        whole[key] = draft with { Sha256 = new string('5', 64), ContentBytes = 1 << 20 };
        return world.Make("snap.seal", NameOf(draft)).AsTask(whole[key]);
    }

    public UnitResult<LobsterError> Remove(Guid tenant, SnapId id)
    {
        _ = begun.TryRemove((tenant, id), out _);
        _ = whole.TryRemove((tenant, id), out _);
        foreach (var thing in world.Things.Where(thing => thing.Contains($" {id} snap", StringComparison.Ordinal)))
            if (world.Take("snap.remove", thing) is { } error) return error;
        return UnitResult.Success<LobsterError>();
    }

    public UnitResult<LobsterError> RemoveAll(Guid tenant)
    {
        foreach (var (_, id) in whole.Keys.Where(key => key.Item1 == tenant).ToList())
            if (Remove(tenant, id).TryGetError(out var error)) return error;
        return UnitResult.Success<LobsterError>();
    }

    public UnitResult<LobsterError> Sweep()
    {
        foreach (var (tenant, id) in begun.Keys.ToList()) _ = Remove(tenant, id);
        return UnitResult.Success<LobsterError>();
    }

    public Task<Result<Snap, LobsterError>> VerifyAsync(Snap snap, CancellationToken cancellationToken) => Task.FromResult(Find(snap.TenantId, snap.Id));

    public Task<UnitResult<LobsterError>> ExportAsync(Snap snap, string path, CancellationToken cancellationToken) => world.Do("snap.export").AsTask();

    public Task<Result<Snap, LobsterError>> ImportAsync(string path, CancellationToken cancellationToken) =>
        Task.FromResult(Result.Failure<Snap, LobsterError>(new LobsterError(SnapErrors.ArchiveInvalid, path)));

    private static string NameOf(Snap snap) => $"{snap.Tenant} {snap.Id} snap";
}
