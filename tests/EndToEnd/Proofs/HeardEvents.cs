using System.Collections.Concurrent;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Tests.EndToEnd.Proofs;

/// <summary>What a service tells of its tenants, counted while it happens.</summary>
internal sealed class HeardEvents : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> counts = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> waits = new();
    private readonly ConcurrentQueue<EventBody> failures = new();
    private readonly CancellationTokenSource enough = new();
    private readonly Task listening;

    /// <summary>Listens from now on.</summary>
    public HeardEvents(ServiceStand stand) => listening = ListenAsync(stand);

    /// <summary>Everything that failed, or that no healthy sleep brings along.</summary>
    public IReadOnlyCollection<EventBody> Failures => failures;

    /// <summary>How often something was told, of any tenant.</summary>
    public int CountOf(string kind) => counts.GetValueOrDefault(kind);

    /// <summary>Completes when a tenant is next woken by its schedule. Ask before it can be.</summary>
    public Task NextWakeBySchedule(string tenant) => waits.GetOrAdd(tenant, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await enough.CancelAsync();
        await listening;
        enough.Dispose();
    }

    private async Task ListenAsync(ServiceStand stand)
    {
        try
        {
            await foreach (var happened in stand.Reef.EventsAsync(enough.Token)) Hear(happened);
        }
        catch (OperationCanceledException)
        {
            // It was told to stop.
        }
    }

    private void Hear(EventBody happened)
    {
        _ = counts.AddOrUpdate(happened.Kind, 1, (_, count) => count + 1);
        if (happened is { Kind: "tenant.resumed", Actor: "schedule", Tenant: { } tenant })
        {
            _ = counts.AddOrUpdate("by schedule", 1, (_, count) => count + 1);
            if (waits.TryRemove(tenant, out var wait)) wait.SetResult();
        }

        // A tenant that is in use is not put to sleep: that is what was promised, and no failure.
        if (happened.Code is { } code && code != "edge.park.in-flight") failures.Enqueue(happened);
    }
}
