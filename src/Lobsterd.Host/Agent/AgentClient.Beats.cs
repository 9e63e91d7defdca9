using System.Collections.Concurrent;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Host.Agent;

public sealed partial class AgentClient : IHeartbeats
{
    // A beat is an empty line.
    private const int MostBeatBytes = 1;

    // One that comes late is none that is missing.
    private const double Patience = 2.5;

    // Beats are noticed so many times in the time in which one comes: late by half of it at most, which is less than the patience.
    private const int TicksInABeat = 2;

    private readonly ConcurrentDictionary<TimeSpan, SharedTicks> ticks = new();

    /// <inheritdoc/>
    public async Task<LobsterError?> ListenAsync(VmOwner owner, TimeSpan every, CancellationToken cancellationToken)
    {
        var request = new AgentRequest.Beat { EveryMs = (int)Math.Clamp(every.TotalMilliseconds, AgentLimits.MinBeatMs, AgentLimits.MaxBeatMs) };
        var call = new AgentCall(owner, request, "the heartbeat", AnswerBound) { Port = ControlAddress.HealthPort, KeepsConnection = false, IsPatient = true };
        if ((await caller.OpenStreamAsync(call, cancellationToken)).TryGetError(out _, out var connection)) return null;
        using (connection)
        {
            if (connection.Stream is PatientStream patient) patient.WaitBy(TicksFor(every));
            var silence = call with { Bound = every * Patience };
            AgentLapse? lapse = null;
            while (lapse is null) lapse = await NextAsync(connection, silence, cancellationToken);
            return AgentLapses.ToError(lapse.Value, silence);
        }
    }

    private SharedTicks TicksFor(TimeSpan every) => ticks.GetOrAdd(every, beat => new SharedTicks(beat / TicksInABeat, clock));

    private async Task<AgentLapse?> NextAsync(AgentConnection connection, AgentCall call, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(call.Bound, clock, cancellationToken);
        try
        {
            return (await connection.Inbox.ReadLineAsync(MostBeatBytes, deadline.Token)).TryGetError(out var lapse) ? lapse : null;
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            return AgentLapse.Silent;
        }
    }
}
