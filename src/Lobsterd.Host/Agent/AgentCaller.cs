using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Host.Agent;

/// <summary>Makes calls: finds or opens the connection, holds the bound, and names what went wrong.</summary>
internal sealed class AgentCaller(IAgentDoors doors, ConnectionShelf shelf, TimeProvider clock)
{
    /// <summary>Asks, and takes the reply; a refusal is an error.</summary>
    internal async Task<Result<AgentReply, LobsterError>> AskAsync(AgentCall call, CancellationToken cancellationToken)
    {
        if ((await ExchangeAsync(call, cancellationToken)).TryGetError(out var lapse, out var exchange)) return AgentLapses.ToError(lapse, call);
        var (connection, reply) = exchange;

        if (call.KeepsConnection) shelf.Put(call.Owner.Id, connection);
        else connection.Dispose();
        return reply is AgentReply.Refused refused ? AgentLapses.ToError(refused, call) : Result.Success<AgentReply, LobsterError>(reply);
    }

    /// <summary>Asks for a stream; the connection is the caller's.</summary>
    internal async Task<Result<AgentConnection, LobsterError>> OpenStreamAsync(AgentCall call, CancellationToken cancellationToken)
    {
        if ((await ExchangeAsync(call, cancellationToken)).TryGetError(out var lapse, out var exchange)) return AgentLapses.ToError(lapse, call);
        var (connection, reply) = exchange;
        if (reply is AgentReply.Stream) return connection;

        connection.Dispose();
        return reply is AgentReply.Refused refused ? AgentLapses.ToError(refused, call) : AgentLapses.ToError(AgentLapse.Garbled, call);
    }

    private async Task<Result<(AgentConnection Connection, AgentReply Reply), AgentLapse>> ExchangeAsync(AgentCall call, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(call.Bound, clock, cancellationToken);
        try
        {
            // A connection that stood idle may lead to a VM that is gone: its end is no answer, so the request goes out once more.
            if (call.KeepsConnection && shelf.Take(call.Owner.Id) is { } idle)
            {
                var asked = await AskAsync(idle, call, deadline.Token);
                if (asked.IsSuccess || asked.Error is not (AgentLapse.Closed or AgentLapse.Reset)) return asked;
            }

            var opening = call.IsPatient ? doors.OpenPatientAsync(call.Owner, call.Port, deadline.Token) : doors.OpenAsync(call.Owner, call.Port, deadline.Token);
            if ((await opening).TryGetError(out var shut, out var stream)) return shut;
            if ((await AgentConnection.GreetAsync(stream, deadline.Token)).TryGetError(out var rude, out var fresh)) return Ungreeted(rude);
            return await AskAsync(fresh, call, deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            return AgentLapse.Silent;
        }
    }

    private static async Task<Result<(AgentConnection Connection, AgentReply Reply), AgentLapse>> AskAsync(
        AgentConnection connection, AgentCall call, CancellationToken cancellationToken)
    {
        var isAnswered = false;
        try
        {
            if (!connection.IsClaimed && call.Request is not (AgentRequest.Claim or AgentRequest.WorkloadPrepare or AgentRequest.Health or AgentRequest.Beat)) return AgentLapse.Anonymous;
            if ((await connection.AskAsync(call.Request, cancellationToken)).TryGetError(out var lapse, out var reply)) return lapse;
            isAnswered = true;
            return (connection, reply);
        }
        finally
        {
            if (!isAnswered) connection.Dispose();
        }
    }

    /// <summary>A connection closed before the greeting says nothing of the token.</summary>
    private static AgentLapse Ungreeted(AgentLapse lapse) => lapse is AgentLapse.Closed ? AgentLapse.Reset : lapse;
}
