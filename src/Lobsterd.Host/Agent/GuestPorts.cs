using System.Net;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;

namespace Lobsterd.Host.Agent;

/// <summary>Tries guests' ports as the edge reaches them: by TCP, from the host. Only root and the edge may.</summary>
public sealed class GuestPorts(TimeProvider clock) : IGuestPorts
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> KnockAsync(IPEndPoint port, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(Bound, clock, cancellationToken);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(port, deadline.Token);
            return UnitResult.Success<LobsterError>();
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            return new LobsterError(AgentErrors.WorkloadSilent, $"{port} took no connection within {Bound.TotalSeconds:0} s");
        }
        catch (SocketException refused)
        {
            return new LobsterError(AgentErrors.WorkloadSilent, $"{port} took no connection: {refused.SocketErrorCode}");
        }
    }
}
