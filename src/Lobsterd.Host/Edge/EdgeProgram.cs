using System.Net;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Host.Kept;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Processes;
using Lobsterd.Linux.Sockets;
using Lobsterd.Protocol.Edge;
using Microsoft.Extensions.Logging;

namespace Lobsterd.Host.Edge;

/// <summary>How the edge is started: its own user, no capability, its own folders, nothing of ours but a table and a few numbers.</summary>
/// <param name="paths">The root's layout.</param>
/// <param name="config">Limits of the data path.</param>
/// <param name="wake">Limits of what waits for sleeping tenants.</param>
/// <param name="resolvers">Whom it asks for names; none when it answers no guest's questions.</param>
/// <param name="program">Path of <c>lobsterd-edge</c>.</param>
/// <param name="logger">For sockets that cannot be had.</param>
internal sealed class EdgeProgram(LobsterdPaths paths, EdgeConfig config, WakeConfig wake, IReadOnlyList<IPAddress> resolvers, string program, ILogger logger)
{
    private const int ReadyDescriptor = 3;
    private const int NamesUdpDescriptor = 4;
    private const int NamesTcpDescriptor = 5;
    private const int NamesBacklog = 128;
    private const int OwnerOnly = 0x1C0;          // 0700
    private const int OwnerAndCaddy = 0x1C8;      // 0710
    private const int OwnerAndPassage = 0x1C9;    // 0711

    /// <summary>Where its mark lies.</summary>
    public string MarkFile => Path.Combine(paths.Run, "edge.pid");

    /// <summary>The edge behind a certain Caddy.</summary>
    /// <param name="caddyUid">The user that Caddy runs as.</param>
    /// <param name="ask">Where Caddy asks for names; null when it never does.</param>
    public KeptProgram Behind(uint caddyUid, IPEndPoint? ask) => new()
    {
        Name = "the edge",
        Program = program,
        Build = ProgramBuild.OfFolder(program),
        Arguments = Options(caddyUid, ask).ToArguments(),
        UserId = paths.Instance.EdgeUid,
        MarkFile = MarkFile,
        LogFile = Path.Combine(paths.Logs, "edge.log"),
        Prepare = () => Prepare(caddyUid),
        TakesOver = true,
        Open = OpenNames,
        Readiness = new Readiness.Written(ReadyDescriptor),
    };

    /// <summary>Removes the table of an edge that does not run; the next one starts empty and is told.</summary>
    /// <error code="edge.table.unsaved">The file cannot be removed.</error>
    public UnitResult<LobsterError> ForgetTable()
    {
        try
        {
            if (Directory.Exists(paths.EdgeState)) File.Delete(Path.Combine(paths.EdgeState, "table"));
            return UnitResult.Success<LobsterError>();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(EdgeErrors.TableUnsaved, $"the edge's table cannot be removed: {fault.Message}");
        }
    }

    private EdgeOptions Options(uint caddyUid, IPEndPoint? ask) => new()
    {
        HttpSocket = paths.EdgeHttpSocket,
        ControlSocket = paths.EdgeControlSocket,
        State = paths.EdgeState,
        CaddyUid = caddyUid,
        Ask = ask,
        ReadyDescriptor = ReadyDescriptor,
        ConnectTimeoutMs = config.ConnectTimeoutMs,
        ActivityTimeoutMs = config.ActivityTimeoutMs,
        MaxHeaderBytes = config.MaxHeaderBytes,
        MaxBodyBytes = config.MaxBodyBytes,
        MaxInFlightPerTenant = config.MaxInFlightPerTenant,
        DrainMs = config.DrainMs,
        HoldMs = wake.HoldMs,
        MaxHeld = wake.MaxHeld,
        MaxHeldPerTenant = wake.MaxHeldPerTenant,
        WakesPerSource = wake.BudgetPerSource,
        WakesPerTenant = wake.BudgetPerTenant,
        WebSocketSilenceMs = wake.Websockets == WakeConfig.Close ? wake.IdleAfterMs : 0,
        NamesUdpDescriptor = resolvers.Count > 0 ? NamesUdpDescriptor : null,
        NamesTcpDescriptor = resolvers.Count > 0 ? NamesTcpDescriptor : null,
        Resolvers = resolvers,
    };

    // The port is privileged, and the edge is not. Where it is taken everything else must go on: the edge starts without, and says so.
    private IReadOnlyList<ChildDescriptor> OpenNames()
    {
        if (resolvers.Count == 0) return [];
        var anywhere = new IPEndPoint(IPAddress.Any, NameService.EdgePort);
        if (UdpSocket.Bind(anywhere).TryGetError(out var error, out var datagrams)) return Without(error);
        if (!TcpSocket.Listen(anywhere, NamesBacklog).TryGetError(out error, out var streams)) return [new(NamesUdpDescriptor, datagrams), new(NamesTcpDescriptor, streams)];
        datagrams.Dispose();
        return Without(error);
    }

    // An edge that serves has it, and hands it to the next one itself.
    private IReadOnlyList<ChildDescriptor> Without(LobsterError error)
    {
        if (!KeptProcess.Runs(MarkFile)) EdgeControlLog.NamesUnheard(logger, error.FullMessage);
        return [];
    }

    // The group of a Caddy that is not ours is not known, so anyone may pass there; the edge hears none but its UID.
    private UnitResult<LobsterError> Prepare(uint caddyUid)
    {
        var edge = paths.Instance.EdgeUid;
        var isOurs = caddyUid == paths.Instance.CaddyUid;
        return Folder.Ensure(paths.EdgeState, OwnerOnly, edge, edge)
            .Bind(() => Folder.Ensure(paths.EdgeRun, isOurs ? OwnerAndCaddy : OwnerAndPassage, edge, isOurs ? caddyUid : edge));
    }
}
