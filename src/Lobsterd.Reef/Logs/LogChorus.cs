using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Registry;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Reef.Logs;

/// <summary>What all workloads write, as one. Tenants that come later are not heard.</summary>
public sealed class LogChorus(RegistryBook registry, IAgents agents)
{
    private const int MostWaiting = 1_024;

    internal async IAsyncEnumerable<TenantLogBody> ListenAsync(Caller caller, LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var tenants = registry.Current.Tenants.Values.Where(tenant => tenant.Observed == ObservedState.Running && caller.MayTouch(tenant.Name.Value)).ToList();

        // The past is put in order, as far as the guests' clocks agree; what comes is told as it comes.
        var past = await Task.WhenAll(tenants.Select(tenant => PastOfAsync(tenant, query, cancellationToken)));
        foreach (var line in past.SelectMany(lines => lines).OrderBy(line => line.At).TakeLast(query.Tail)) yield return line;
        if (!query.IsFollowing) yield break;

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var merged = Channel.CreateBounded<TenantLogBody>(MostWaiting);
        var readers = tenants.Select((tenant, index) => FollowAsync(tenant, past[index].LastOrDefault()?.At ?? query.Since, merged.Writer, stop.Token)).ToList();
        var all = EndAsync(readers, merged.Writer);
        try
        {
            await foreach (var line in merged.Reader.ReadAllAsync(cancellationToken)) yield return line;
        }
        finally
        {
            await stop.CancelAsync();
            await all;
        }
    }

    private async Task<List<TenantLogBody>> PastOfAsync(Tenant tenant, LogQuery query, CancellationToken cancellationToken)
    {
        var lines = new List<TenantLogBody>();
        await foreach (var read in agents.LogsAsync(tenant.Owner, tenant.AgentToken, query.Tail, follow: false, cancellationToken))
            if (read.TryGetValue(out var line) && line.At >= query.Since) lines.Add(new TenantLogBody(tenant.Name.Value, line.At, line.Stream, line.Text));
        return lines;
    }

    // From a few lines back: none that is written between the two questions is missed, none that was told is told again.
    private async Task FollowAsync(Tenant tenant, DateTimeOffset after, ChannelWriter<TenantLogBody> merged, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var read in agents.LogsAsync(tenant.Owner, tenant.AgentToken, MostWaiting, follow: true, cancellationToken))
                if (read.TryGetValue(out var line) && line.At > after) await merged.WriteAsync(new TenantLogBody(tenant.Name.Value, line.At, line.Stream, line.Text), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
    }

    private static async Task EndAsync(List<Task> readers, ChannelWriter<TenantLogBody> merged)
    {
        await Task.WhenAll(readers);
        _ = merged.TryComplete();
    }
}
