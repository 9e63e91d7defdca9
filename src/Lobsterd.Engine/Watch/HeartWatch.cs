using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Registry;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Registry;

namespace Lobsterd.Engine.Watch;

/// <summary>Listens to the heart of each VM that runs, and tells of one that falls silent.</summary>
/// <param name="hearts">Hears them.</param>
/// <param name="registry">Says whose VMs run.</param>
/// <param name="every">How often they beat.</param>
/// <param name="clock">The time.</param>
internal sealed class HeartWatch(IHeartbeats hearts, RegistryBook registry, TimeSpan every, TimeProvider clock)
{
    // One that was never heard is of an earlier lobsterd, or is the sweep's to find.
    private static readonly TimeSpan Rarely = TimeSpan.FromMinutes(10);

    private readonly Dictionary<(Guid Tenant, int Pid), Listening> all = [];

    /// <summary>Listens until cancelled.</summary>
    /// <param name="silent">Takes whose heart is heard no more; must be quick.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task RunAsync(Action<TenantName> silent, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var seen = registry.Current;
                await FollowAsync(seen, silent, cancellationToken);
                await registry.NextAsync(seen, cancellationToken);
            }
        }
        finally
        {
            foreach (var listening in all.Values) await EndAsync(listening);
        }
    }

    // Whoever is about to fall asleep, to stop or to go is heard no more from then on, so that nothing of ours stays in a memory that is saved.
    private async Task FollowAsync(RegistrySnapshot seen, Action<TenantName> silent, CancellationToken cancellationToken)
    {
        var running = seen.Tenants.Values.Where(tenant => tenant is { Observed: ObservedState.Running, Vm: not null }).ToDictionary(tenant => (tenant.Id, tenant.Vm!.Pid));
        foreach (var (key, listening) in all.Where(pair => !running.ContainsKey(pair.Key)).ToList())
        {
            _ = all.Remove(key);
            await EndAsync(listening);
        }

        foreach (var (key, tenant) in running.Where(pair => !all.ContainsKey(pair.Key)))
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            all.Add(key, new Listening(ListenAsync(tenant, silent, stop.Token), stop));
        }
    }

    // A guest that has just begun to run has better things to do first.
    private async Task ListenAsync(Tenant tenant, Action<TenantName> silent, CancellationToken cancellationToken)
    {
        try
        {
            var pause = every;
            while (true)
            {
                await Task.Delay(pause, clock, cancellationToken);
                var wasHeard = await hearts.ListenAsync(tenant.Owner, every, cancellationToken) is not null;
                if (wasHeard) silent(tenant.Name);
                pause = wasHeard ? every : Rarely;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It shall be heard no more.
        }
    }

    private static async Task EndAsync(Listening listening)
    {
        using (listening.Stop)
        {
            await listening.Stop.CancelAsync();
            await listening.Task;
        }
    }

    private sealed record Listening(Task Task, CancellationTokenSource Stop);
}
