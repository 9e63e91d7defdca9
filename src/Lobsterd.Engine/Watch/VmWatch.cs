using System.Collections.Concurrent;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Registry;

namespace Lobsterd.Engine.Watch;

/// <summary>Notices when a running tenant's VMM ends by itself, tells it at once and writes it down.</summary>
public sealed class VmWatch(HypervisorSet hypervisors, RegistryBook registry, EventBook events) : IAsyncDisposable
{
    /// <summary>The kind of the event that tells a VMM's end.</summary>
    public const string ExitedKind = "vm.exited";

    private readonly ConcurrentDictionary<Guid, Watched> watched = new();

    /// <summary>Starts watching a tenant's VMM; the one before it, if any, is no longer watched.</summary>
    public void Start(Tenant tenant)
    {
        Stop(tenant.Id);
        var entry = new Watched(tenant.Vm);
        watched[tenant.Id] = entry;
        entry.Task = Task.Run(() => WatchAsync(tenant, entry.Stop.Token), CancellationToken.None);
    }

    /// <summary>Whether the end of this very VM would be told by itself.</summary>
    public bool IsWatched(Tenant tenant) => watched.TryGetValue(tenant.Id, out var entry) && entry.Vm == tenant.Vm && !entry.Task.IsCompleted;

    /// <summary>Stops watching; whoever ends a VMM on purpose does this first.</summary>
    public void Stop(Guid id)
    {
        if (watched.TryRemove(id, out var entry)) entry.Stop.Cancel();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        var left = watched.Values.ToList();
        foreach (var entry in left) await entry.Stop.CancelAsync();
        await Task.WhenAll(left.Select(entry => entry.Task));
    }

    private async Task WatchAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        if (hypervisors.Of(tenant.Hypervisor).TryGetError(out _, out var driver)) return;
        VmExit exit;
        try
        {
            exit = await driver.WaitForExitAsync(tenant.Owner, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (cancellationToken.IsCancellationRequested) return;

        // Told before it is written: whoever listens shall not wait for a disk.
        var reason = ReasonOf(exit);
        _ = events.Add(ExitedKind, tenant.Name.Value, "service", reason, VmErrors.Exited.Name);
        _ = await registry.ChangeAsync(
            snapshot => RegistryEdits.Change(snapshot, tenant.Name, tenant.Id, entry => entry.Observed == ObservedState.Running && entry.Vm == tenant.Vm
                ? entry with { Observed = ObservedState.Failed, Reason = reason, Vm = null }
                : entry),
            CancellationToken.None);
    }

    private static string ReasonOf(VmExit exit) => exit switch
    {
        { Signal: { } signal } => $"the VMM was ended by signal {signal}",
        { ExitCode: 0 } => "the guest shut down",
        { ExitCode: { } code } => $"the VMM ended with exit code {code}",
        _ => "the VMM is gone; nothing recorded how it ended",
    };

    private sealed class Watched(VmProcess? vm)
    {
        internal VmProcess? Vm => vm;

        internal CancellationTokenSource Stop { get; } = new();

        internal Task Task { get; set; } = Task.CompletedTask;
    }
}
