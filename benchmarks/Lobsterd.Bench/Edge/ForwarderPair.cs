using System.Net;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Tenants;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Processes;
using Lobsterd.Protocol.Edge;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Edge;

/// <summary>The edge and YARP's bare forwarder, each a process of its own with a port of its own, in front of one guest.</summary>
internal sealed class ForwarderPair : IAsyncDisposable
{
    private readonly InstantGuest guest = new();
    private readonly string folder = Directory.CreateTempSubdirectory("lob-").FullName;
    private readonly List<ChildProcess> children = [];

    private ForwarderPair() { }

    internal int EdgePort { get; } = FreePort();

    internal int BarePort { get; } = FreePort();

    /// <summary>Starts both, and waits until both forward.</summary>
    internal static async Task<Result<ForwarderPair, LobsterError>> StartAsync(CancellationToken cancellationToken)
    {
        var pair = new ForwarderPair();
        if (await pair.StartBothAsync(cancellationToken) is not { } failed) return pair;
        await pair.DisposeAsync();
        return failed;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var child in children)
        {
            _ = child.Signal(Signals.Kill);
            _ = await child.WaitForExitAsync(CancellationToken.None);
            child.Dispose();
        }

        await guest.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The edge as it is shipped.</summary>
    internal static string Edge => Path.Combine(BenchStand.Options(StandMachine.Null).Binaries, "lobsterd-edge");

    /// <summary>A program of the benchmarks' own, as this build has it beside itself.</summary>
    internal static string ProgramOf(string project, string program) =>
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", project, Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), program));

    internal static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private async Task<LobsterError?> StartBothAsync(CancellationToken cancellationToken)
    {
        var control = Path.Combine(folder, "control.sock");
        var options = new EdgeOptions { HttpEndpoint = new IPEndPoint(IPAddress.Loopback, EdgePort), ControlSocket = control, State = folder };
        if (Start(Edge, options.ToArguments()).TryGetError(out var error)) return error;
        if (Start(ProgramOf("Lobsterd.Bench.BareForwarder", "lobsterd-bare-forwarder"), [$"{BarePort}", $"{guest.EndPoint}"]).TryGetError(out error)) return error;
        if (!await ListensAsync(new UnixDomainSocketEndPoint(control), cancellationToken) || !await ListensAsync(new IPEndPoint(IPAddress.Loopback, BarePort), cancellationToken))
            return new LobsterError(BenchErrors.SampleFailed, "a forwarder does not listen");
        return await PublishAsync(control, cancellationToken);
    }

    private UnitResult<LobsterError> Start(string program, IReadOnlyList<string> arguments)
    {
        var environment = Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } root ? new Dictionary<string, string> { ["DOTNET_ROOT"] = root } : [];
        return Spawner.Start(new SpawnInput { Program = program, Arguments = arguments, Environment = environment }).Tap(children.Add).Bind(_ => UnitResult.Success<LobsterError>());
    }

    private static async Task<bool> ListensAsync(EndPoint endpoint, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (!patience.IsCancellationRequested)
        {
            using var socket = endpoint is IPEndPoint
                ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
                : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(endpoint, cancellationToken);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, cancellationToken);
            }
        }

        return false;
    }

    private async Task<LobsterError?> PublishAsync(string control, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(control), cancellationToken);
        await using var stream = new NetworkStream(socket);
        await using var lines = new EdgeLineReader(stream, TimeProvider.System);
        _ = await lines.ReadAsync(cancellationToken);
        var route = new EdgeTableEntry
        {
            Tenant = "alice",
            Host = "alice.lobster.localhost",
            Address = $"{guest.EndPoint.Address}",
            Port = guest.EndPoint.Port,
            Publish = [],
        };
        await stream.WriteAsync(EdgeWire.ToLine(new EdgeRequest.Publish(route), EdgeJson.Default.EdgeRequest), cancellationToken);
        return (await lines.ReadAsync(cancellationToken)).TryGetError(out var error) ? error : null;
    }
}
