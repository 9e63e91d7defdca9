using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Cli.Exec;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Forwarding;

/// <summary>Takes connections on our loopback and carries each over the API to a port in a guest. One that fails is told and closed; the others go on.</summary>
internal sealed class PortForward(ReefClient client, Screen screen, string tenant) : IDisposable
{
    /// <summary>Most connections at a time, below what a guest's agent runs at once, so that an exec still gets in.</summary>
    internal const int MostConnections = 24;

    private const int Backlog = 128;
    private const int NobodyListens = 3;
    private const int MostTroubleWords = 300;

    private readonly List<(Socket Listener, int Remote)> listeners = [];
    private readonly SemaphoreSlim places = new(MostConnections, MostConnections);
    private readonly Lock gate = new();
    private readonly HashSet<Task> open = [];

    /// <summary>Opens a port here.</summary>
    /// <returns>Its number.</returns>
    /// <error code="forward.port.taken">It cannot be had.</error>
    internal Result<int, LobsterError> Listen(PortPair pair)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(IPAddress.Loopback, pair.Local));
            listener.Listen(Backlog);
        }
        catch (SocketException refused)
        {
            listener.Dispose();
            return new LobsterError(
                ForwardErrors.PortTaken,
                string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{pair.Local} cannot be listened on: {refused.SocketErrorCode}"),
                string.Create(CultureInfo.InvariantCulture, $"0:{pair.Remote} takes any port that is free"));
        }

        listeners.Add((listener, pair.Remote));
        return ((IPEndPoint)listener.LocalEndPoint!).Port;
    }

    /// <summary>Carries connections until it is told to stop; then they are cut.</summary>
    internal async Task RunAsync(Task stopped, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var accepting = listeners.Select(listener => AcceptAsync(listener.Listener, listener.Remote, stop.Token)).ToArray();
        _ = await Task.WhenAny([stopped, .. accepting]);
        await stop.CancelAsync();
        await Task.WhenAll(accepting);
        Task[] left;
        lock (gate) left = [.. open];
        await Task.WhenAll(left);
    }

    public void Dispose()
    {
        foreach (var (listener, _) in listeners) listener.Dispose();
        places.Dispose();
    }

    private async Task AcceptAsync(Socket listener, int remote, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var connection = await listener.AcceptAsync(cancellationToken);
                if (await HasPlaceAsync(connection, cancellationToken)) Track(CarryAsync(connection, remote, cancellationToken));
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (SocketException exception)
        {
            Trouble(remote, exception.SocketErrorCode.ToString());
        }
    }

    // Of each port one waits here when all places are taken, and the rest in the kernel.
    private async Task<bool> HasPlaceAsync(Socket connection, CancellationToken cancellationToken)
    {
        try
        {
            await places.WaitAsync(cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            connection.Close(timeout: 0);
            return false;
        }
    }

    private void Track(Task connection)
    {
        lock (gate)
        {
            // What ended by a bug stays, and is told at the end.
            _ = open.RemoveWhere(task => task.IsCompletedSuccessfully);
            _ = open.Add(connection);
        }
    }

    private async Task CarryAsync(Socket connection, int remote, CancellationToken cancellationToken)
    {
        var isWhole = false;
        try
        {
            connection.NoDelay = true;
            isWhole = !(await RelayAsync(connection, remote, cancellationToken)).TryGetError(out var error);
            if (error is not null) Trouble(remote, error.FullMessage);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // The client left, or we do.
        }
        finally
        {
            // Mostly a reset, so that the client does not take what it got for the whole.
            if (!isWhole) connection.Close(timeout: 0);
            connection.Dispose();
            _ = places.Release();
        }
    }

    private async Task<UnitResult<LobsterError>> RelayAsync(Socket connection, int remote, CancellationToken cancellationToken)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"{ReefPaths.Tenants}/{tenant}/forward?port={remote}");
        if ((await ExecDoor.OpenAsync(client, path, cancellationToken)).TryGetError(out var closed, out var socket)) return closed;
        await using var stream = new NetworkStream(connection, ownsSocket: false);
        var ends = new Screen { In = stream, OutBytes = stream, ErrorBytes = Stream.Null, Out = TextWriter.Null, Error = TextWriter.Null };
        using var session = new ExecSession(socket, ends);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var typed = session.SendInputAsync(over.Token);
        try
        {
            return (await session.ReceiveAsync(cancellationToken)).TryGetError(out var lost, out var code) ? lost : ResultOf(code, remote);
        }
        finally
        {
            // Also where the client takes no more: what reads from it must not outlive the session.
            await over.CancelAsync();
            await UntilOverAsync(typed);
        }
    }

    private static async Task UntilOverAsync(Task typed)
    {
        try
        {
            await typed;
        }
        catch (OperationCanceledException)
        {
            // As it should be.
        }
    }

    private static UnitResult<LobsterError> ResultOf(int code, int remote) => code switch
    {
        0 => UnitResult.Success<LobsterError>(),
        NobodyListens => new LobsterError(ExecErrors.Lost, string.Create(CultureInfo.InvariantCulture, $"nobody listens on port {remote} in the guest")),
        _ => new LobsterError(ExecErrors.Lost, string.Create(CultureInfo.InvariantCulture, $"the guest ended the connection with {code}")),
    };

    private void Trouble(int remote, string why)
    {
        lock (gate) screen.Error.Write(string.Create(CultureInfo.InvariantCulture, $"port {remote}: {PlainText.Of(why, MostTroubleWords)}\n"));
    }
}
