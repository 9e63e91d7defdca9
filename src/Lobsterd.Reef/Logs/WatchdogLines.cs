using System.Runtime.CompilerServices;
using Lobsterd.Domain.Events;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Watch;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Reef.Logs;

/// <summary>What the watchdog saw of a tenant and did about it, from the audit log.</summary>
public sealed class WatchdogLines(EventBook events)
{
    /// <summary>The stream that its lines name.</summary>
    internal const string Stream = "watchdog";

    internal async IAsyncEnumerable<LogBody> ReadAsync(TenantName tenant, LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The past ends at a number and what comes begins behind it: nothing falls between the two, and nothing is told twice.
        var last = events.Last;
        foreach (var old in await events.LastOfAsync(tenant.Value, happened => happened.Sequence <= last && happened.At >= query.Since && IsOfWatch(happened), query.Tail, cancellationToken))
            yield return LineOf(old);
        if (!query.IsFollowing) yield break;
        await foreach (var happened in events.ListenAsync(last, cancellationToken))
            if (happened.Tenant == tenant.Value && IsOfWatch(happened)) yield return LineOf(happened);
    }

    private static bool IsOfWatch(TenantEvent happened) =>
        happened.Actor == Watchdog.Actor
        || happened.Kind is "vm.exited" or "vm.stood-still" or "tenant.molted" or "tenant.maintenance" or "tenant.maintenance-ended"
        || happened.Kind.StartsWith("health.", StringComparison.Ordinal);

    private static LogBody LineOf(TenantEvent happened) =>
        new(happened.At, Stream, $"{happened.Kind}: {happened.Message}{(happened.Code is { } code ? $" [{code}]" : "")}{(happened.Actor == Watchdog.Actor ? "" : $" ({happened.Actor})")}");
}
