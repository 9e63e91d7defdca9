using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Hypervisors;

/// <summary>Starts VMs on clean ground, and leaves nothing of one that did not come up.</summary>
/// <param name="kill">Removes whatever there is of an owner's VM.</param>
/// <param name="clock">Bounds the clearing.</param>
internal sealed class CleanStart(Func<VmOwner, CancellationToken, Task<UnitResult<LobsterError>>> kill, TimeProvider clock)
{
    // A clean-up has to end, whatever became of the request that needs it.
    private static readonly TimeSpan LongestCleanup = TimeSpan.FromSeconds(20);

    /// <summary>Clears the ground and spawns; clears it again where that fails or is cancelled.</summary>
    /// <param name="owner">Whose VM.</param>
    /// <param name="spawn">Spawns it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<Result<TVm, LobsterError>> RunAsync<TVm>(VmOwner owner, Func<Task<Result<TVm, LobsterError>>> spawn, CancellationToken cancellationToken)
    {
        // What an earlier attempt left, or a service that was killed before it could write the attempt down.
        if ((await kill(owner, cancellationToken)).TryGetError(out var stuck)) return stuck;
        try
        {
            var spawned = await spawn();
            if (spawned.IsFailure) await ClearAsync(owner);
            return spawned;
        }
        catch (OperationCanceledException)
        {
            await ClearAsync(owner);
            throw;
        }
    }

    /// <summary>Removes whatever there is of an owner's VM, as far as that can be done.</summary>
    internal async Task ClearAsync(VmOwner owner)
    {
        using var bound = new CancellationTokenSource(LongestCleanup, clock);
        _ = await kill(owner, bound.Token);
    }
}
