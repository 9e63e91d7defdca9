using System.Net;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Workloads;
using Lobsterd.Guest.Exec;
using Lobsterd.Guest.Identity;
using Lobsterd.Guest.Logs;
using Lobsterd.Guest.Loop;
using Lobsterd.Guest.Secrets;
using Lobsterd.Guest.Streams;
using Lobsterd.Guest.Users;
using Lobsterd.Guest.Workload;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Agent;

/// <summary>The agent: both ports, the tenant's identity, the workload, commands and logs, wired together.</summary>
internal sealed class GuestAgent : IAsyncDisposable
{
    private const int LogRingBytes = 1 << 20;
    private const long LogFileBytes = 8L << 20;
    private const string LogFile = "var/log/workload.log";

    private readonly EventLoop loop;
    private readonly AgentSurroundings surroundings;
    private readonly LogRing log;
    private readonly WorkloadStarter starter;
    private readonly ExecDesk execs;
    private readonly RequestDesk desk;
    private readonly CancellationTokenSource stop;

    internal GuestAgent(EventLoop loop, AgentSurroundings surroundings)
    {
        this.loop = loop;
        this.surroundings = surroundings;
        // With the loop's clock: its timers are the loop's then.
        stop = new CancellationTokenSource(Timeout.InfiniteTimeSpan, loop.Clock);
        log = new LogRing(LogRingBytes, loop.Clock);

        var users = new UserBook(surroundings.Root);
        Tenancy = new Tenancy(surroundings.Machine, surroundings.Network, new GuestFiles(surroundings.Root));
        var secrets = new SecretShelf(surroundings.Root);
        starter = new WorkloadStarter(loop, users, secrets, surroundings, log);
        Workload = new Supervisor(starter, log, loop.Clock);
        execs = new ExecDesk(new ExecStarter(loop, users, secrets), surroundings.Cgroups);
        desk = new RequestDesk(loop, Tenancy, Workload, starter, new SecretDesk(secrets, users, Tenancy, Workload), surroundings, stop);
    }

    /// <summary>Whose VM it is.</summary>
    internal Tenancy Tenancy { get; }

    /// <summary>What it runs.</summary>
    internal Supervisor Workload { get; }

    /// <summary>The workload whose program waits for its tenant; null when none does.</summary>
    internal PreparedWorkload? Waiting => starter.Waiting;

    /// <summary>Brings the network up, opens both ports, says so to the host, and serves until it is told to stop; then ends the workload.</summary>
    /// <param name="ready">Called once the ports are open.</param>
    /// <param name="before">What comes between the network and the ports, e.g. taking an earlier state up; its error ends the agent.</param>
    /// <error code="guest.network.failed">The interface could not be set up.</error>
    /// <error code="socket.listen.failed">A port could not be opened.</error>
    internal async Task<UnitResult<LobsterError>> RunAsync(Action ready, Func<Task<UnitResult<LobsterError>>>? before = null)
    {
        if (surroundings.Network.BringUp().TryGetError(out var down, out var addresses)) return down;
        if (before is not null && (await before()).TryGetError(out var unprepared)) return unprepared;
        if (OpenPort(addresses, surroundings.ControlPort).TryGetError(out var taken, out var control)) return taken;
        using (control)
        {
            if (OpenPort(addresses, surroundings.HealthPort).TryGetError(out taken, out var health)) return taken;
            using (health)
            {
                var serving = Task.WhenAll(
                    control.RunAsync(ServeAsync, stop.Token),
                    health.RunAsync((stream, over) => new HealthSession(stream, Tenancy, desk, loop.Clock).RunAsync(over), stop.Token));
                // A host that does not hear it tries the ports by itself.
                if (surroundings.Network.Knock().TryGetError(out var unheard)) log.Remark(unheard.FullMessage);
                ready();

                using var over = new CancellationTokenSource();
                var keeping = new LogKeeper(log, new BoundedFile(Path.Combine(surroundings.Root, LogFile), LogFileBytes)).RunAsync(over.Token);
                await serving;
                desk.End();
                await Workload.StopAsync(CancellationToken.None);
                await starter.AbandonAsync();
                // After the workload, whose last words belong to the log. Not CancelAsync, which would go through the thread pool.
#pragma warning disable CA1849, VSTHRD103 // see above
                over.Cancel();
#pragma warning restore CA1849, VSTHRD103
                await keeping;
                return UnitResult.Success<LobsterError>();
            }
        }
    }

    /// <summary>Serves one connection to the control port to its end.</summary>
    internal Task ServeAsync(IByteStream stream, CancellationToken cancellationToken) =>
        new Session(stream, Tenancy, desk, execs, log, loop.Clock).RunAsync(cancellationToken);

    /// <summary>Takes up a claim from before, as if the host had just sent it.</summary>
    internal Task<AgentReply> TakeUpAsync(AgentRequest request) => desk.AnswerAsync(request, CancellationToken.None);

    /// <summary>Starts a program from before that waits for its tenant.</summary>
    /// <error code="guest.workload.spawn-failed">The process could not be made.</error>
    internal UnitResult<LobsterError> TakeUp(PreparedWorkload workload) => starter.Prepare(workload);

    /// <summary>Ends <see cref="RunAsync"/>.</summary>
    internal void Stop() => stop.CancelAfter(TimeSpan.Zero);

    /// <summary>Notes a bug; the agent goes on.</summary>
    internal void Fault(Exception exception) => log.Remark($"bug: {exception}");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Workload.DisposeAsync();
        await starter.AbandonAsync();
        stop.Dispose();
    }

    private Result<AgentPort, LobsterError> OpenPort(IReadOnlyList<IPAddress> addresses, int port) =>
        AgentPort.Open(loop, addresses, port, surroundings.Network.IsHost, Fault);
}
