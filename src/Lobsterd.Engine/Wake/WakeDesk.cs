using System.Globalization;
using Lobsterd.Domain.Edge;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Engine.Events;

namespace Lobsterd.Engine.Wake;

/// <summary>Wakes whom the edge asks for: one operation a tenant, however much waits for it.</summary>
public sealed class WakeDesk(IWakeRequests wakes, ResumeCommand resume)
{
    private const string Actor = "edge";

    /// <summary>Listens until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var asked in wakes.ListenAsync(cancellationToken))
        {
            // The operation answers the edge itself; here, only what kept it from beginning.
            if (resume.StartFor(asked.Tenant.Value, new ResumeCause(CauseOf(asked), EvidenceOf(asked)), Actor, key: null).TryGetError(out var error)) _ = await resume.RefuseAsync(asked.Tenant, error);
        }
    }

    private static IReadOnlyDictionary<string, string> EvidenceOf(WakeAsked asked) => Evidence.Of(
        ("cause", asked.Cause == WakeCause.Connection ? "connection" : "request"),
        ("request", asked.Request),
        ("host", asked.Host),
        ("hostPort", asked.HostPort?.ToString(CultureInfo.InvariantCulture)),
        ("peer", asked.Peer),
        ("at", asked.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)));

    private static string CauseOf(WakeAsked asked)
    {
        var what = asked.Cause == WakeCause.Connection
            ? string.Create(CultureInfo.InvariantCulture, $"a connection to port {asked.HostPort}")
            : asked.Request ?? "a request";
        return asked.Peer is { } peer ? $"{what} from {peer}" : what;
    }
}
