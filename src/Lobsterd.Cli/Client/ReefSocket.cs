using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Cli.Client;

/// <summary>The service's socket; here what the runtime throws becomes an error.</summary>
internal static class ReefSocket
{
    private const string VersionHint = "the service may be of another version than this command line: lobsterd version --json, lobsterd service stop";

    /// <summary>Connects.</summary>
    /// <param name="path">The socket's path.</param>
    /// <param name="isBrief">Whether this thread waits: a service that listens takes a connection at once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <error code="service.socket.silent">Nobody listens.</error>
    /// <error code="service.socket.refused">We may not use the socket.</error>
    internal static async Task<Result<Socket, LobsterError>> ConnectAsync(string path, bool isBrief, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            var service = new UnixDomainSocketEndPoint(path);
            if (isBrief) socket.Connect(service);
            else await socket.ConnectAsync(service, cancellationToken);
            return socket;
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            return exception.SocketErrorCode == SocketError.AccessDenied
                ? new LobsterError(ClientErrors.Refused, $"{path}: permission denied", "run it as root, or as a member of the configuration's reef.socketGroup")
                : new LobsterError(ClientErrors.Silent, $"no service answers at {path}", "lobsterd service start");
        }
        catch (ArgumentOutOfRangeException)
        {
            socket.Dispose();
            return new LobsterError(ClientErrors.Silent, $"{path} is too long for a socket's path", "choose a shorter root");
        }
    }

    /// <summary>Does something with a connection; what breaks it is an error.</summary>
    /// <error code="service.answer.lost">The connection broke.</error>
    /// <error code="service.answer.garbled">What came is not what was expected.</error>
    internal static async Task<Result<T, LobsterError>> GuardAsync<T>(Func<Task<T>> talk)
    {
        try
        {
            return await talk();
        }
        catch (InvalidDataException exception)
        {
            return new LobsterError(ClientErrors.Garbled, $"the service's answer is unreadable: {exception.Message}", VersionHint);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or TimeoutException)
        {
            return new LobsterError(ClientErrors.Lost, $"the service went away: {ReasonOf(exception)}", "safe to try again");
        }
    }

    /// <summary>An answer that is not the JSON that it should be.</summary>
    /// <error code="service.answer.garbled">Always.</error>
    internal static LobsterError NotUnderstood(string request) =>
        new(ClientErrors.Garbled, $"the service's answer to {request} is not understood", VersionHint);

    private static string ReasonOf(Exception exception) => (exception as SocketException ?? exception.InnerException as SocketException) switch
    {
        { } socket => $"{socket.SocketErrorCode}",
        null when exception is EndOfStreamException => exception.Message,
        null when exception is TimeoutException => "it does not answer",
        null => "the connection broke",
    };
}
